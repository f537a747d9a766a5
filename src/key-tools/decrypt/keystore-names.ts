import { useQuery } from '@tanstack/react-query';
import { use, useEffect } from 'react';
import { certificateNamesQuery } from '../../client/queries/certificates.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { may } from '../../domain/session.ts';
import type { ArchiveReport } from '../../pki/archive/call-archive.ts';
import { ConsoleAround } from '../console-around.ts';
import type { ArchiveTool } from './use-archive.ts';

const NONE: ArchiveReport['unnamed'] = [];

/**
 * Names the certificates of recordings as the keystore does, where somebody is signed in. Answers whether the keystore is
 * asked.
 */
export function useKeystoreNames(report: ArchiveReport | undefined, tool: ArchiveTool): boolean {
  const { data: state } = useQuery({ ...sessionQuery(), enabled: use(ConsoleAround) });
  const isAsked = state?.session ? may(state.session, 'view certificates') : false;
  const unnamed = report?.unnamed ?? NONE;
  const { data: names } = useQuery({
    ...certificateNamesQuery(unnamed),
    enabled: isAsked && unnamed.length > 0,
  });
  useEffect(() => {
    if (names && names.size > 0) void tool.name(names);
  }, [names, tool]);
  return isAsked;
}
