import { expect, test } from 'vitest';
import { firstSteps, type FirstFacts } from './first-steps.ts';

const nothing: FirstFacts = { platform: 'aws', certificates: [], requests: [], opensRecording: false };
const states = (facts: Partial<FirstFacts>) =>
  firstSteps({ ...nothing, ...facts })
    .map(({ state }) => state)
    .join(' ');

const stored = { assignedTo: [], backupCheck: null };
const assigned = { ...stored, assignedTo: [{ kind: 'ivr-profile' as const, id: 'a', name: 'record' }] };

test('a step is ticked from what the tenant has', () => {
  expect(states({})).toBe('open open open open open');
  expect(states({ certificates: [stored] })).toBe('done open done open open');
  expect(states({ certificates: [stored], requests: [{ state: 'waiting' }] })).toBe(
    'done open done waiting open',
  );
  expect(states({ certificates: [stored], requests: [{ state: 'declined' }] })).toBe(
    'done open done open open',
  );
  expect(states({ certificates: [{ ...assigned, backupCheck: {} }], opensRecording: true })).toBe(
    'done done done done done',
  );
});

test('on Azure nobody is asked to assign', () => {
  expect(firstSteps({ ...nothing, platform: 'azure' }).map(({ title }) => title)).not.toContain(
    'Request its assignment',
  );
  expect(states({ platform: 'azure', certificates: [assigned] })).toBe('done open done done open');
});
