import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor, type ESTree } from 'vite';
import { expect, test } from 'vitest';

/**
 * A browser that translates a page puts elements of its own in the place of each text node. React then no longer finds
 * the text where it put it, and throws where it removes the text or puts something in front of it. So text stands alone
 * in its element, or beside what is always there. Where the text changes, the old words stay, unless it is the only child
 * of an element of HTML. A button of the library adds children of its own. So a sentence with a count is one text.
 */
function besideText(file: string, text: string): string[] {
  const found: string[] = [];
  const report = ({ start }: ESTree.Span) => found.push(`${file}:${text.slice(0, start).split('\n').length}`);
  const check = (element: ESTree.JSXElement | ESTree.JSXFragment) => {
    const { children } = element;
    const kinds = children.map(kindsOf).filter((kinds) => kinds.size > 0);
    const wrong = kinds.some(
      (own) =>
        own.has('nothing') &&
        kinds.some((other) => (other === own ? kinds.length > 1 && own.has('text') : other.has('text'))),
    );
    const changes = kinds.length > 1 && kinds.some((own) => own.has('text') && own.has('element'));
    const loose = children.some(
      (child) => child.type === 'JSXExpressionContainer' && kindsOf(child).has('loose'),
    );
    const stays = element.type === 'JSXElement' && isButton(element) && children.some(isChanging);
    const counts = kinds.length > 1 && children.some((child) => isCount(child, text));
    if (wrong || changes || loose || stays || counts) report(element);
  };
  // A component does not see what its text will stand beside.
  const checkComponent = (result: ESTree.Expression | null) => {
    if (result && kindsOf(result).has('text')) report(result);
  };
  const components = new Set<ESTree.Span>();
  const functions: ESTree.Span[] = [];
  const enter = (each: ESTree.Span) => void functions.push(each);
  const leave = () => void functions.pop();
  new Visitor({
    JSXElement: check,
    JSXFragment: check,
    VariableDeclarator({ id, init }) {
      if (id.type !== 'Identifier' || !isComponent(id.name)) return;
      if (init?.type !== 'ArrowFunctionExpression') return;
      components.add(init);
      if (init.body.type !== 'BlockStatement') checkComponent(init.body);
    },
    FunctionDeclaration(each) {
      if (each.id && isComponent(each.id.name)) components.add(each);
      enter(each);
    },
    FunctionExpression: enter,
    ArrowFunctionExpression: enter,
    'FunctionDeclaration:exit': leave,
    'FunctionExpression:exit': leave,
    'ArrowFunctionExpression:exit': leave,
    ReturnStatement({ argument }) {
      const inside = functions.at(-1);
      if (inside && components.has(inside)) checkComponent(argument);
    },
  }).visit(parseSync(file, text).program);
  return found;
}

const isButton = ({ openingElement: { name } }: ESTree.JSXElement) =>
  name.type === 'JSXIdentifier' && name.name.endsWith('Button');

/** A text that is one or another, or that has a value in it. */
function isChanging(child: ESTree.JSXChild): boolean {
  if (child.type !== 'JSXExpressionContainer') return false;
  const { expression } = child;
  if (expression.type === 'TemplateLiteral') return expression.expressions.length > 0;
  return expression.type === 'ConditionalExpression' && kindsOf(expression).has('text');
}

/** A number that goes up and down while the page is open. */
function isCount(child: ESTree.JSXChild, source: string): boolean {
  const kinds = kindsOf(child);
  if (child.type !== 'JSXExpressionContainer' || kinds.has('element') || kinds.has('nothing')) return false;
  return /\b(counted|numberText|durationText)\(|\bMath\.|\.(length\b|toFixed\(|padStart\()/.test(
    source.slice(child.start, child.end),
  );
}

const isComponent = (name: string) => /^[A-Z][a-z]/.test(name);

/** Text is `loose` in a fragment: it is no only child, and goes where the fragment goes. */
type Kind = 'text' | 'loose' | 'element' | 'nothing' | 'unknown';

/** What a child may be. Text of blanks alone is not translated. */
function kindsOf(child: ESTree.JSXChild | ESTree.Expression | ESTree.JSXEmptyExpression): Set<Kind> {
  switch (child.type) {
    case 'JSXText':
      return new Set(child.value.trim() === '' ? [] : ['text']);
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
      return kindsOf(child.expression);
    case 'JSXEmptyExpression':
      return new Set();
    case 'JSXElement':
      return new Set(['element']);
    case 'JSXFragment': {
      const kinds = new Set(child.children.flatMap((each) => [...kindsOf(each)]));
      return kinds.has('text') ? kinds.add('loose') : kinds;
    }
    case 'TemplateLiteral':
      return new Set(['text']);
    case 'BinaryExpression':
      return new Set(child.operator === '+' ? ['text'] : ['unknown']);
    case 'Literal':
      if (typeof child.value === 'number') return new Set(['text']);
      if (typeof child.value !== 'string' || child.value === '') return new Set(['nothing']);
      return new Set(child.value.trim() === '' ? [] : ['text']);
    case 'Identifier':
      return new Set(child.name === 'undefined' ? ['nothing'] : ['unknown']);
    case 'CallExpression': {
      const { callee } = child;
      if (callee.type === 'Identifier')
        return new Set([/(Text|Words)$|^counted$/.test(callee.name) ? 'text' : 'unknown']);
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier')
        return new Set(['unknown']);
      // A list may get another item in front of the text.
      if (callee.property.name === 'map') return new Set(['nothing', 'element']);
      return new Set([callee.property.name === 'join' ? 'text' : 'unknown']);
    }
    case 'ConditionalExpression':
      return new Set([...kindsOf(child.consequent), ...kindsOf(child.alternate)]);
    case 'LogicalExpression':
      if (child.operator === '&&') return new Set(['nothing', ...kindsOf(child.right)]);
      return new Set([...kindsOf(child.left), ...kindsOf(child.right)]);
    default:
      return new Set(['unknown']);
  }
}

const src = import.meta.dirname;
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));

test('what may be absent never stands beside bare text', () => {
  expect(files.flatMap((file) => besideText(file, readFileSync(join(src, file), 'utf8')))).toEqual([]);
});

const written = (code: string) => (code.startsWith('function') ? code : `const Shown = ${code};`);

test('the test sees it, however it is written', () => {
  for (const code of [
    '<p>Saved. {again && "Twice."}</p>',
    '<>{again && <b>Twice</b>} saved.</>',
    '<p>{`Saved by ${name}`}{again ? " twice" : ""}</p>',
    '<p>Saved. {again ? <b>Twice</b> : null}</p>',
    '<p><b>Saved</b>{again && " twice"}</p>',
    '<p><b>Saved</b>{again ? " twice" : <i>once</i>}</p>',
    '<p>{again && <>Saved <b>twice</b></>}</p>',
    '<p>{names.map((name) => <b>{name}</b>)} saved</p>',
    '<p>{savedText(name)}{again && <b>Twice</b>}</p>',
    '() => <>Saved <b>{name}</b></>',
    '() => (again ? "Twice" : <b>Once</b>)',
    'function Saved() { if (again) return "Twice"; return <b>Once</b>; }',
    '<p>Saved {again ? (often ? "often" : undefined) : "once"} by <b>{name}</b></p>',
    '<Button>{again ? "Save again" : "Save"}</Button>',
    '<Button>{`Save ${count}`}</Button>',
    '<p>{counted(rows.length, "row")} selected</p>',
    '<p>{numberText(rows.length)} of <b>{total}</b></p>',
    '<p>Yours has {hash.length} characters.</p>',
    '<p>In {Math.floor(left / 60)} minutes</p>',
    '<p>{saved ? `${counted(rows.length, "row")}` : "Nothing"} saved.</p>',
  ]) {
    expect(besideText('x.tsx', written(code)), code).toEqual(['x.tsx:1']);
  }
  for (const code of [
    '<p>{again && "Twice."}</p>',
    '<p>{`Saved.${again ? " Twice." : ""}`}</p>',
    '<p><span>Saved. </span>{again && <b>Twice</b>}</p>',
    '<p>Saved by <b>{name}</b> {again ? "twice" : "once"}</p>',
    '<p><span>Saved by </span>{names.map((name) => <b>{name}</b>)}</p>',
    '() => <p>Saved <b>{name}</b></p>',
    'function Saved() { const text = () => "Twice"; return <b>{text()}</b>; }',
    '<p>{/* Why */}{again && "Twice."}</p>',
    '<Button><span>{again ? "Save again" : "Save"}</span></Button>',
    '<Button>{again ? <Again /> : <Once />}</Button>',
    '<p>{`${counted(rows.length, "row")} selected`}</p>',
    '<p><span>{`${numberText(rows.length)} of `}</span><b>{total}</b></p>',
    '<ul>{rows.length > 1 && <li>Several</li>}<li>One</li></ul>',
  ]) {
    expect(besideText('x.tsx', written(code)), code).toEqual([]);
  }
});
