import { expect, test } from 'vitest';
import { grouped } from './task-groups.ts';
import type { Task } from './task.ts';

const task = (text: string, rest: Partial<Task> = {}): Task => ({
  severity: 'error',
  text,
  why: 'Ask.',
  to: { page: 'request', id: text },
  ...rest,
});
const noCertificate = { alike: 'no valid certificate' } as const;

test('several of a kind are one line in the place of the first, and one alone stays as it is', () => {
  const tasks = [
    task('request', { severity: 'warning' }),
    task('a', noCertificate),
    task('ending', { alike: 'expires soon' }),
    task('b', noCertificate),
    task('c', noCertificate),
  ];
  expect(grouped(tasks)).toEqual([
    tasks[0],
    {
      severity: 'error',
      text: '3 IVR profiles have no valid certificate',
      why: 'Ask.',
      tasks: [tasks[1], tasks[3], tasks[4]],
      more: 0,
    },
    tasks[2],
  ]);
});

test('what is urgent is not hidden among what is not', () => {
  const soon = { alike: 'expires soon' } as const;
  const tasks = [
    task('today', soon),
    task('in a month', { ...soon, severity: 'info' }),
    task('in two', { ...soon, severity: 'info' }),
  ];
  expect(grouped(tasks).map(({ text }) => text)).toEqual(['today', '2 certificates expire soon']);
});

test('each says its own reason where they differ', () => {
  const [group] = grouped([task('a', noCertificate), task('b', { ...noCertificate, why: 'Upload.' })]);
  expect(group?.why).toBeUndefined();
});

test('of very many, the first hundred are named and the others are counted', () => {
  const [group] = grouped(Array.from({ length: 250 }, (_, index) => task(`${index}`, noCertificate)));
  expect(group).toMatchObject({ text: '250 IVR profiles have no valid certificate', more: 150 });
  expect(group && 'tasks' in group && group.tasks.map(({ text }) => text).slice(-2)).toEqual(['98', '99']);
});
