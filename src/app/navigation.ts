import { may, type Session } from '../domain/session.ts';
import { paths } from './paths.ts';

export interface NavigationGroup {
  label: string;
  /** A group whose only item has its own name is shown as a plain link. */
  items: { label: string; to: string; where?: string }[];
}

/** The header's menus, with the documented words: what this session can use. */
export function navigationFor(session: Session): NavigationGroup[] {
  const groups: NavigationGroup[] = [
    { label: 'Overview', items: [{ label: 'Overview', to: paths.overview() }] },
  ];
  const administration: NavigationGroup['items'] = [];
  if (session.tenant.platform === 'aws' && may(session, 'view certificates')) {
    administration.push({ label: 'Certificates', to: paths.certificates() });
  }
  if (administration.length > 0) groups.push({ label: 'Administration', items: administration });
  if (may(session, 'view audit log')) {
    groups.push({ label: 'Audit Log', items: [{ label: 'Audit Log', to: paths.auditLog() }] });
  }
  return groups;
}
