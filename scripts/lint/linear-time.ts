import type { RuleTester } from 'oxlint/plugins-dev';
import { analyse, type Report } from 'scslre';

/**
 * A rule of our own for oxlint, which has none: a regular expression must not take more than linear time. With
 * `\s*;\s*`, 15 kB of blanks take a hundred million steps, because each blank begins a match that fails at the end.
 */
const rule: Parameters<RuleTester['run']>[1] = {
  create: (context) => ({
    Literal(node) {
      if (!('regex' in node)) return;
      const { pattern: source, flags } = node.regex;
      for (const report of analyse({ source, flags }).reports) {
        context.report({ node, message: sentenceOf(report) });
      }
    },
    'NewExpression, CallExpression'(node) {
      if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return;
      const [pattern, flags] = node.arguments.map(textOf);
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'RegExp' || pattern === undefined) return;
      for (const report of analyse({ source: pattern, flags: flags ?? '' }).reports) {
        context.report({ node, message: sentenceOf(report) });
      }
    },
  }),
};

/** The text of a string in the source; undefined where it is only known when the program runs. */
const textOf = (node: { type: string; value?: unknown }): string | undefined =>
  node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

function sentenceOf(report: Report): string {
  const place =
    report.type === 'Trade'
      ? `${report.startQuant.raw} and ${report.endQuant.raw} share characters`
      : `${report.quant.raw} begins a match at each character`;
  return `This regular expression takes more than linear time on many ${JSON.stringify(report.character.pick)}: ${place}.`;
}

export default { meta: { name: 'ours' }, rules: { 'linear-time': rule } };
