//! From tokens to the tree as written: operator precedence by binding powers.
//!
//! Each token has two meanings: one where a value is expected (a prefix: `*` is the wildcard there) and one behind a
//! value (`*` multiplies), which applies as long as the token binds tighter than what stands to the left.
//! A missing operand at the end becomes [`Kind::Missing`], which only a later stage refuses, as other mistakes
//! are found before.

use std::ops::Range;

use super::error::{Refusal, SyntaxCode};
use super::lex::{Lexer, Operator, Token, TokenKind};
use super::signature;
use super::syntax::{BinaryOperator, Kind, Lambda, Node, Term};

/// The most levels of a tree. AWS evaluates at most 100 (measured).
pub(super) const MAX_HEIGHT: usize = 128;

/// The sign of a number binds tighter than this.
const UNARY: u8 = 70;

type Result<T> = std::result::Result<T, Refusal>;

/// Reads an expression that fills `text`, which begins at byte `base` of its field.
pub(super) fn parse(text: &str, base: usize) -> Result<Node> {
    let end = base + text.len();
    let token = Token { kind: TokenKind::End, span: base..base };
    let mut parser = Parser { lexer: Lexer::new(text, base), token, before: base, nesting: 0, end };
    parser.advance(false)?;
    let node = parser.expression(0)?;
    match parser.token.kind {
        TokenKind::End => Ok(node),
        _ => Err(parser.error_here(SyntaxCode::Trailing)),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    /// The token that comes next.
    token: Token,
    /// The end of the token before it.
    before: usize,
    nesting: usize,
    /// The end of the text.
    end: usize,
}

/// How tightly an operator holds what stands on its left; 0: it ends an expression.
fn power(kind: &TokenKind) -> u8 {
    let TokenKind::Operator(operator) = kind else { return 0 };
    match operator {
        Operator::OpenBracket | Operator::OpenParen | Operator::At | Operator::Hash => 80,
        Operator::Dot => 75,
        Operator::OpenBrace => 70,
        Operator::Star | Operator::Slash | Operator::Percent => 60,
        Operator::Plus | Operator::Minus | Operator::Ampersand => 50,
        Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessEqual
        | Operator::Greater
        | Operator::GreaterEqual
        | Operator::Caret
        | Operator::Chain
        | Operator::In => 40,
        Operator::And => 30,
        Operator::Or => 25,
        Operator::Question => 20,
        Operator::Bind => 10,
        Operator::CloseBracket
        | Operator::CloseBrace
        | Operator::CloseParen
        | Operator::Comma
        | Operator::Semicolon
        | Operator::Colon
        | Operator::Pipe
        | Operator::Descend
        | Operator::Range
        | Operator::Bang
        | Operator::Tilde => 0,
    }
}

/// The operators on two values, `..` aside.
fn binary(operator: Operator) -> Option<BinaryOperator> {
    Some(match operator {
        Operator::Plus => BinaryOperator::Add,
        Operator::Minus => BinaryOperator::Subtract,
        Operator::Star => BinaryOperator::Multiply,
        Operator::Slash => BinaryOperator::Divide,
        Operator::Percent => BinaryOperator::Modulo,
        Operator::Equal => BinaryOperator::Equal,
        Operator::NotEqual => BinaryOperator::NotEqual,
        Operator::Less => BinaryOperator::Less,
        Operator::LessEqual => BinaryOperator::LessEqual,
        Operator::Greater => BinaryOperator::Greater,
        Operator::GreaterEqual => BinaryOperator::GreaterEqual,
        Operator::Ampersand => BinaryOperator::Concatenate,
        Operator::And => BinaryOperator::And,
        Operator::Or => BinaryOperator::Or,
        Operator::In => BinaryOperator::In,
        _ => return None,
    })
}

impl Parser<'_> {
    /// Takes the token that comes next and reads another; behind an operand `/` divides.
    fn advance(&mut self, after_operand: bool) -> Result<Token> {
        let next = self.lexer.next(after_operand)?;
        if matches!(next.kind, TokenKind::Operator(Operator::Bang | Operator::Tilde)) {
            return Err(Refusal::at(SyntaxCode::UnknownOperator, next.span.clone()).found(&next));
        }
        let token = std::mem::replace(&mut self.token, next);
        self.before = token.span.end;
        Ok(token)
    }

    fn is(&self, operator: Operator) -> bool {
        self.token.kind == TokenKind::Operator(operator)
    }

    fn eat(&mut self, operator: Operator) -> Result<bool> {
        let found = self.is(operator);
        if found {
            self.advance(false)?;
        }
        Ok(found)
    }

    /// Takes an operator that must come next.
    fn expect(&mut self, operator: Operator) -> Result<()> {
        self.check(operator)?;
        self.advance(false).map(drop)
    }

    /// Takes the bracket that must come next to close the one at `opened`, and ends an operand.
    fn close(&mut self, operator: Operator, opened: &Range<usize>) -> Result<()> {
        self.check(operator).map_err(|refusal| refusal.opened(opened.clone()))?;
        self.advance(true).map(drop)
    }

    fn check(&self, operator: Operator) -> Result<()> {
        if self.is(operator) {
            return Ok(());
        }
        let code = match self.token.kind {
            TokenKind::End => SyntaxCode::ExpectedBeforeEnd,
            _ => SyntaxCode::Expected,
        };
        Err(self.error_here(code).value(operator.text()))
    }

    fn error_here(&self, code: SyntaxCode) -> Refusal {
        Refusal::at(code, self.token.span.clone()).found(&self.token)
    }

    /// A node from `start` to the last token that was taken.
    fn node(&self, start: usize, kind: Kind) -> Result<Node> {
        let mut height = 0;
        kind.for_each_child(&mut |child| height = height.max(child.height));
        let node = Node { span: start..self.before.max(start), kind, height: height + 1 };
        if node.height > MAX_HEIGHT { Err(too_deep(node.span)) } else { Ok(node) }
    }

    /// An expression of what binds tighter than `limit`.
    fn expression(&mut self, limit: u8) -> Result<Node> {
        if self.nesting >= MAX_HEIGHT {
            return Err(too_deep(self.token.span.clone()));
        }
        self.nesting += 1;
        let token = self.advance(true)?;
        let mut left = self.prefix(token)?;
        while limit < power(&self.token.kind) {
            let token = self.advance(false)?;
            left = self.infix(left, &token)?;
        }
        self.nesting -= 1;
        Ok(left)
    }

    /// What begins with `token`, which was taken.
    fn prefix(&mut self, token: Token) -> Result<Node> {
        let start = token.span.start;
        let kind = match token.kind {
            TokenKind::Name(name) => Kind::Name(name),
            TokenKind::Variable(name) => Kind::Variable(name),
            TokenKind::String(text) => Kind::String(text),
            TokenKind::Number(number) => Kind::Number(number),
            TokenKind::Constant(constant) => Kind::Constant(constant),
            TokenKind::Regex(regex) => Kind::Regex(regex),
            TokenKind::End => {
                return Ok(Node { span: self.end..self.end, kind: Kind::Missing, height: 1 });
            }
            TokenKind::Operator(operator) => return self.prefix_operator(operator, &token.span),
        };
        Ok(Node { span: token.span, kind, height: 1 })
            .inspect(|node| debug_assert_eq!(node.span.start, start))
    }

    fn prefix_operator(&mut self, operator: Operator, span: &Range<usize>) -> Result<Node> {
        let kind = match operator {
            Operator::And | Operator::Or | Operator::In => Kind::Name(operator.text().to_owned()),
            Operator::Star => Kind::Wildcard,
            Operator::Descend => Kind::Descendant,
            Operator::Percent => Kind::Parent,
            Operator::Minus => Kind::Negate(Box::new(self.expression(UNARY)?)),
            Operator::OpenParen => Kind::Block(self.block(span)?),
            Operator::OpenBracket => Kind::Array(self.array(span)?),
            Operator::OpenBrace => Kind::Object(self.pairs(span)?),
            Operator::Pipe => self.transform()?,
            _ => {
                let token = Token { kind: TokenKind::Operator(operator), span: span.clone() };
                return Err(Refusal::at(SyntaxCode::NotUnary, span.clone()).found(&token));
            }
        };
        match kind {
            // The token behind it was read already, and a node ends where the last token taken ends.
            Kind::Name(_) | Kind::Wildcard | Kind::Descendant | Kind::Parent => {
                Ok(Node { span: span.clone(), kind, height: 1 })
            }
            kind => self.node(span.start, kind),
        }
    }

    fn block(&mut self, opened: &Range<usize>) -> Result<Vec<Node>> {
        let mut items = Vec::new();
        while !self.is(Operator::CloseParen) {
            items.push(self.expression(0)?);
            if !self.eat(Operator::Semicolon)? {
                break;
            }
        }
        self.close(Operator::CloseParen, opened)?;
        Ok(items)
    }

    fn array(&mut self, opened: &Range<usize>) -> Result<Vec<Node>> {
        let mut items = Vec::new();
        if !self.is(Operator::CloseBracket) {
            loop {
                let item = self.expression(0)?;
                items.push(if self.eat(Operator::Range)? {
                    let start = item.span.start;
                    let end = self.expression(0)?;
                    self.node(start, Kind::Binary(BinaryOperator::Range, Box::new(item), Box::new(end)))?
                } else {
                    item
                });
                if !self.eat(Operator::Comma)? {
                    break;
                }
            }
        }
        self.close(Operator::CloseBracket, opened)?;
        Ok(items)
    }

    fn pairs(&mut self, opened: &Range<usize>) -> Result<Vec<(Node, Node)>> {
        let mut pairs = Vec::new();
        if !self.is(Operator::CloseBrace) {
            loop {
                let key = self.expression(0)?;
                self.expect(Operator::Colon)?;
                pairs.push((key, self.expression(0)?));
                if !self.eat(Operator::Comma)? {
                    break;
                }
            }
        }
        self.close(Operator::CloseBrace, opened)?;
        Ok(pairs)
    }

    fn transform(&mut self) -> Result<Kind> {
        let pattern = Box::new(self.expression(0)?);
        self.expect(Operator::Pipe)?;
        let update = Box::new(self.expression(0)?);
        let delete = if self.eat(Operator::Comma)? { Some(Box::new(self.expression(0)?)) } else { None };
        self.expect(Operator::Pipe)?;
        Ok(Kind::Transform(pattern, update, delete))
    }

    /// What `token`, which was taken, makes of the operand on its left.
    fn infix(&mut self, left: Node, token: &Token) -> Result<Node> {
        let start = left.span.start;
        let TokenKind::Operator(operator) = token.kind else { return Ok(left) };
        let kind = match operator {
            Operator::Dot => Kind::Map(Box::new(left), self.operand(&token.kind)?),
            Operator::Chain => Kind::Apply(Box::new(left), self.operand(&token.kind)?),
            Operator::OpenParen => self.call(left, &token.span)?,
            Operator::OpenBracket => self.filter(left, &token.span)?,
            Operator::OpenBrace => Kind::Group(Box::new(left), self.pairs(&token.span)?),
            Operator::Caret => Kind::Sort(Box::new(left), self.terms()?),
            Operator::Bind => self.bind(left)?,
            Operator::At => Kind::Focus(Box::new(left), self.bound(token)?),
            Operator::Hash => Kind::Index(Box::new(left), self.bound(token)?),
            Operator::Question => self.condition(left)?,
            other => match binary(other) {
                Some(binary) => Kind::Binary(binary, Box::new(left), self.operand(&token.kind)?),
                None => return Err(Refusal::at(SyntaxCode::NotUnary, token.span.clone()).found(token)),
            },
        };
        self.node(start, kind)
    }

    /// The right side of an operator that groups to the left.
    fn operand(&mut self, operator: &TokenKind) -> Result<Box<Node>> {
        self.expression(power(operator)).map(Box::new)
    }

    fn filter(&mut self, left: Node, opened: &Range<usize>) -> Result<Kind> {
        if self.eat(Operator::CloseBracket)? {
            return Ok(Kind::KeepArray(Box::new(left)));
        }
        let predicate = self.expression(0)?;
        self.close(Operator::CloseBracket, opened)?;
        Ok(Kind::Filter(Box::new(left), Box::new(predicate)))
    }

    fn terms(&mut self) -> Result<Vec<Term>> {
        self.expect(Operator::OpenParen)?;
        let mut terms = Vec::new();
        loop {
            let descending = !self.eat(Operator::Less)? && self.eat(Operator::Greater)?;
            terms.push(Term { descending, expression: self.expression(0)? });
            if !self.eat(Operator::Comma)? {
                break;
            }
        }
        self.expect(Operator::CloseParen)?;
        Ok(terms)
    }

    fn bind(&mut self, left: Node) -> Result<Kind> {
        let span = left.span.clone();
        let Some(name) = variable(left) else {
            return Err(Refusal::at(SyntaxCode::BindTarget, span));
        };
        // Groups to the right: `$a := $b := 1`.
        let limit = power(&TokenKind::Operator(Operator::Bind)) - 1;
        Ok(Kind::Bind(name, Box::new(self.expression(limit)?)))
    }

    /// The variable behind `@` or `#`.
    fn bound(&mut self, token: &Token) -> Result<String> {
        let node = *self.operand(&token.kind)?;
        let span = node.span.clone();
        variable(node).ok_or_else(|| Refusal::at(SyntaxCode::BindVariable, span).found(token))
    }

    fn condition(&mut self, condition: Node) -> Result<Kind> {
        let then = Box::new(self.expression(0)?);
        let otherwise = if self.eat(Operator::Colon)? { Some(Box::new(self.expression(0)?)) } else { None };
        Ok(Kind::Condition(Box::new(condition), then, otherwise))
    }

    /// `f(…)`, or a lambda where `f` is the word for it.
    fn call(&mut self, procedure: Node, opened: &Range<usize>) -> Result<Kind> {
        let mut arguments = Vec::new();
        if !self.is(Operator::CloseParen) {
            loop {
                arguments.push(if self.is(Operator::Question) {
                    let span = self.advance(false)?.span;
                    Node { span, kind: Kind::Placeholder, height: 1 }
                } else {
                    self.expression(0)?
                });
                if !self.eat(Operator::Comma)? {
                    break;
                }
            }
        }
        self.close(Operator::CloseParen, opened)?;
        match bare(&procedure) {
            Kind::Name(name) if name == "function" || name == "λ" => self.lambda(arguments),
            _ => Ok(Kind::Call(Box::new(procedure), arguments)),
        }
    }

    fn lambda(&mut self, arguments: Vec<Node>) -> Result<Kind> {
        let mut parameters = Vec::new();
        for (index, argument) in arguments.into_iter().enumerate() {
            let span = argument.span.clone();
            let Some(name) = variable(argument) else {
                let error = Refusal::at(SyntaxCode::ParameterName, span);
                return Err(error.value((index + 1).to_string()));
            };
            parameters.push(name);
        }
        let signature = if self.is(Operator::Less) { Some(self.signature()?) } else { None };
        let opened = self.token.span.clone();
        self.expect(Operator::OpenBrace)?;
        let body = Box::new(self.expression(0)?);
        // What follows is read as after an operator here, as the language's own parser does.
        self.check(Operator::CloseBrace).map_err(|refusal| refusal.opened(opened))?;
        self.advance(false)?;
        Ok(Kind::Lambda(Box::new(Lambda { parameters, signature, body })))
    }

    /// `<…>` between a lambda's parameters and its body.
    fn signature(&mut self) -> Result<signature::Signature> {
        let mut text = signature::Notation::default();
        text.push("<", self.token.span.start);
        let mut depth = 1_usize;
        while depth > 0
            && !matches!(self.token.kind, TokenKind::Operator(Operator::OpenBrace) | TokenKind::End)
        {
            self.advance(false)?;
            match self.token.kind {
                TokenKind::Operator(Operator::Less) => depth += 1,
                TokenKind::Operator(Operator::Greater) => depth -= 1,
                _ => {}
            }
            text.push(&self.token.kind.quoted(), self.token.span.start);
        }
        self.expect(Operator::Greater)?;
        signature::parse(&text)
    }
}

fn too_deep(span: Range<usize>) -> Refusal {
    Refusal::at(SyntaxCode::TooDeep, span)
}

/// A node without `[]` behind it, which says nothing where a name is declared.
fn bare(node: &Node) -> &Kind {
    let mut kind = &node.kind;
    while let Kind::KeepArray(inner) = kind {
        kind = &inner.kind;
    }
    kind
}

fn variable(node: Node) -> Option<String> {
    let mut node = node;
    while let Kind::KeepArray(inner) = node.kind {
        node = *inner;
    }
    if let Kind::Variable(name) = node.kind { Some(name) } else { None }
}
