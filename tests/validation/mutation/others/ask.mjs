// Asks other validators about the mutants: `node ask.mjs mutants.ndjson`.
//
// A validator is asked only about mutants of definitions that it accepts as they are: what it refuses anyway tells
// nothing. The last column is the checker of this project on the same mutants.

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const aslValidator = require('asl-validator')
const statelint = require('@wmfs/statelint')()

const validators = {
  'asl-validator': definition => aslValidator(definition, { checkArn: false }).isValid,
  statelint: definition => statelint.validate(definition).length === 0
}
const names = Object.keys(validators)

function accepts (name, text) {
  let definition
  try {
    definition = JSON.parse(text)
  } catch {
    return false
  }
  try {
    return validators[name](definition)
  } catch {
    return false
  }
}

const accepted = new Set()
const rows = new Map()
const row = kind => {
  if (!rows.has(kind)) rows.set(kind, Object.fromEntries(names.map(name => [name, { asked: 0, caught: 0, ours: 0 }])))
  return rows.get(kind)
}

for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const { kind, file, text, caught } = JSON.parse(line)
  for (const name of names) {
    if (kind === 'original') {
      if (accepts(name, text)) accepted.add(`${name} ${file}`)
    } else if (accepted.has(`${name} ${file}`)) {
      const refused = accepts(name, text) ? 0 : 1
      for (const counts of [row(kind)[name], row('all')[name]]) {
        counts.asked += 1
        counts.caught += refused
        counts.ours += caught ? 1 : 0
      }
    }
  }
}

const share = (part, of) => of === 0 ? '–' : `${(100 * part / of).toFixed(1)} %`
console.log(['mutation', ...names.flatMap(name => [`${name} (asked)`, 'ours there'])].join(' | '))
for (const [kind, counts] of [...rows].sort()) {
  const cells = names.flatMap(name => {
    const { asked, caught, ours } = counts[name]
    return [`${share(caught, asked)} (${asked})`, share(ours, asked)]
  })
  console.log([kind, ...cells].join(' | '))
}
