import type { BackupCheck } from '../backup.ts';
import type { Place } from '../certificate.ts';
import type { Assignment, Interval } from '../coverage.ts';
import type { Listed } from '../draft-list.ts';
import type { Profile } from '../ivr-profile.ts';
import type { RequestState } from '../request.ts';
import type { Session } from '../session.ts';

/** The pages on which tasks are done, as `paths.ts` names them: lists, and pages about one item. */
export const taskLists = ['certificates', 'keys', 'ivrProfiles', 'screenRecordingCertificates'] as const;
export const taskItems = ['certificate', 'renew', 'request', 'ivrProfile', 'assignToIvrProfiles'] as const;

export type TaskPage =
  | { page: (typeof taskLists)[number] }
  | { page: (typeof taskItems)[number]; id: string };

/** Several tasks of the same kind are shown as one line that unfolds (task-groups.ts). */
export type Alike =
  | 'no valid certificate'
  | 'not assigned'
  | 'expires soon'
  | 'never proven'
  | 'check again'
  | 'succeeded';

export interface Task {
  severity: 'error' | 'warning' | 'info';
  text: string;
  why: string;
  /** Times in the text and the reason: the screen shows each as a day, in the reader's zone. */
  times?: string[];
  to: TaskPage;
  alike?: Alike;
}

export interface Certificate extends Listed {
  assignedTo: readonly Place[];
  replacedBy: { id: string } | null;
  backupCheck: BackupCheck | null;
}

export interface IvrProfile extends Profile {
  certificates: readonly Listed[];
}

export type Request = {
  id: string;
  certificate: { id: string; subjectName: string };
  requestedBy: string;
  state: RequestState;
  answered: { by: string; at: string; reason: string | null } | null;
} & ({ kind: 'assignment'; ivrProfiles: readonly { name: string }[] } | { kind: 'deletion' });

/** The facts that tasks are made from. A list that the session may not see is empty. */
export interface Facts {
  session: Session;
  certificates: readonly Certificate[];
  profiles: readonly IvrProfile[];
  /** Of both kinds, the newest first. */
  requests: readonly Request[];
  /** undefined where the session may not see the list, or the tenant has not bought screen recording. */
  screenRecording: readonly Listed[] | undefined;
  /** Certificates for whose renewal the person's browser has made a pair that is still to be uploaded. */
  pairsSaved: ReadonlySet<string>;
  coverage: readonly {
    place: Place;
    intervals: readonly Interval[];
    assignments: readonly Assignment[];
  }[];
  /** Whether there is a recording that the key of a successor opens; only of recent ones, by the certificate's id. */
  opens: ReadonlyMap<string, boolean>;
}
