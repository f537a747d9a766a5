import { may, refusal, type Session } from '../domain/session.ts';
import { keyTools } from './key-tools.ts';
import { paths } from '../paths.ts';

export interface NavigationGroup {
  label: string;
  /** A group with a single item of the same name is shown as a plain link. */
  items: { label: string; to: string; where?: string }[];
  /** The number of requests in this group that wait for an answer. */
  waiting?: number;
}

const keyToolsGroup: NavigationGroup = {
  label: 'Key Tools',
  items: [
    ...keyTools.map(({ tool, label, where }) => ({ label, to: paths.keyTool(tool), where })),
    { label: 'Copy to Keep', to: paths.keyToolsCopy(), where: 'All key tools in one file' },
  ],
};

export const waitingText = (waiting: number) =>
  waiting === 1 ? '1 waits for an answer' : `${waiting} wait for an answer`;

/**
 * The menus of the header, in the documented words: the screens that this session can use. The key tools need no
 * session. `waiting` is the number of requests that wait for an answer.
 */
export function navigationFor(session: Session | undefined, waiting: number): NavigationGroup[] {
  if (!session) return [keyToolsGroup];
  const groups: NavigationGroup[] = [
    { label: 'Overview', items: [{ label: 'Overview', to: paths.overview() }] },
  ];
  const administration: NavigationGroup['items'] = [];
  if (may(session, 'use the Certificates screen')) {
    administration.push({ label: 'Certificates', to: paths.certificates() });
  }
  // Also shown to a tenant that has not bought screen recording: the screen then says so.
  const screenRecording = refusal(session, 'manage screen recording certificates');
  if (screenRecording?.code !== 'forbidden') {
    administration.push({
      label: 'Screen Recording Certificates',
      to: paths.screenRecordingCertificates(),
      ...(screenRecording && { where: 'Not bought by this tenant' }),
    });
  }
  if (may(session, 'view key report')) {
    administration.push({ label: 'Key Report', to: paths.keyReport(), where: 'For an audit of the keys' });
  }
  if (may(session, 'manage accounts')) administration.push({ label: 'Accounts', to: paths.accounts() });
  if (administration.length > 0) groups.push({ label: 'Administration', items: administration });
  if (may(session, 'manage keys')) {
    const where = 'Contact Center Settings > Keys Management';
    groups.push({ label: 'Agent Setup', items: [{ label: 'Keys', to: paths.keys(), where }] });
  }
  const assignment: NavigationGroup['items'] = [];
  if (may(session, 'view IVR profiles')) {
    assignment.push({ label: 'IVR Profiles', to: paths.ivrProfiles() });
  }
  if (may(session, 'view requests')) {
    const where = waiting > 0 ? waitingText(waiting) : undefined;
    assignment.push({ label: 'Requests', to: paths.requests(), ...(where && { where }) });
  }
  if (assignment.length > 0) {
    groups.push({ label: assignment.length > 1 ? 'Assignment' : 'IVR Profiles', items: assignment, waiting });
  }
  if (may(session, 'view recordings')) {
    groups.push({ label: 'Recordings', items: [{ label: 'Recordings', to: paths.recordings() }] });
  }
  groups.push(keyToolsGroup);
  if (may(session, 'view audit log')) {
    groups.push({ label: 'Audit Log', items: [{ label: 'Audit Log', to: paths.auditLog() }] });
  }
  return groups;
}
