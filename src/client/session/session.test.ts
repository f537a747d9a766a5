import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../domain/session.ts';
import { forPage, leaveSession, sessionHasEnded, sessionQuery } from './session.ts';

const tenant = { name: 'Environment', dbid: 1, platform: 'aws', screenRecording: true } as const;
const administrator: Session = { username: 'administrator', role: 'administrator', tenant };
const professional: Session = { username: 'professional', role: 'professional', tenant };

const pageOf = (session: Session | null) => {
  const client = new QueryClient();
  client.setQueryData(sessionQuery().queryKey, { session });
  return client;
};
const read = (client: QueryClient) => client.getQueryData(sessionQuery().queryKey);

describe('a page belongs to the session that it was loaded for', () => {
  test('it stays when the session has ended, and knows that it has', () => {
    const client = pageOf(administrator);
    sessionHasEnded(client);
    expect(read(client)).toEqual({ session: administrator, now: null });
    expect(forPage(client, { session: null })).toEqual({ session: administrator, now: null });
  });

  test('the same person’s next session is the page’s', () => {
    const client = pageOf(administrator);
    sessionHasEnded(client);
    expect(forPage(client, { session: administrator })).toEqual({ session: administrator });
  });

  test('another person’s session is never the page’s', () => {
    expect(forPage(pageOf(administrator), { session: professional })).toEqual({
      session: administrator,
      now: professional,
    });
  });

  test('a page of nobody becomes the first person’s', () => {
    expect(forPage(pageOf(null), { session: professional })).toEqual({ session: professional });
    expect(forPage(new QueryClient(), { session: professional })).toEqual({ session: professional });
    const client = pageOf(administrator);
    leaveSession(client);
    expect(forPage(client, { session: professional })).toEqual({ session: professional });
  });
});
