import type { RuleTester } from 'oxlint/plugins-dev';
import { analyse, type Report } from 'scslre';

/**
 * A rule for oxlint, which has none of its own: a regular expression must not take more than linear time. With
 * `\s*;\s*`, 15 kB of blanks take a hundred million steps, because at each blank a match begins that fails at the end.
 */
const rule: Parameters<RuleTester['run']>[1] = {
  create: (context) => {
    const check = (node: object, source: string, flags: string) => {
      for (const report of analyse({ source, flags }).reports) {
        context.report({ node: node as { range: [number, number] }, message: sentenceOf(report) });
      }
    };
    return {
      Literal(node) {
        if ('regex' in node) check(node, node.regex.pattern, node.regex.flags);
      },
      // A text that is only known when the program runs is not looked at.
      'NewExpression, CallExpression'(node) {
        if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return;
        if (node.callee.type !== 'Identifier' || node.callee.name !== 'RegExp') return;
        const [pattern, flags] = node.arguments.map(textOf);
        if (pattern !== undefined) check(node, pattern, flags ?? '');
      },
    };
  },
};

const textOf = (node: { type: string; value?: unknown }): string | undefined =>
  node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

function sentenceOf(report: Report): string {
  const many = JSON.stringify(report.character.pick);
  return `This regular expression takes more than linear time on a text of many ${many}: ${reasonOf(report)}.`;
}

function reasonOf(report: Report): string {
  switch (report.type) {
    case 'Trade':
      return `${report.startQuant.raw} and ${report.endQuant.raw} share them`;
    case 'Self':
      return `${report.parentQuant.raw} divides them in every way`;
    case 'Move':
      return `a match of ${report.quant.raw} begins at each of them`;
  }
}

export default { meta: { name: 'ours' }, rules: { 'linear-time': rule } };
