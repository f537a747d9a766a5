import { paths } from '../../app/paths.ts';
import type { Certificate } from '../../client/certificates.ts';
import { certificateStatus, isAssignable, statusText } from '../../domain/certificate.ts';

export interface Task {
  severity: 'error' | 'warning' | 'info';
  text: string;
  why: string;
  to: string;
}

const severities: Record<Task['severity'], number> = { error: 0, warning: 1, info: 2 };

/** What an administrator should see to now, the most urgent first. */
export function tasksOf(certificates: readonly Certificate[], now: Date): Task[] {
  if (certificates.length === 0) {
    return [
      {
        severity: 'warning',
        text: 'Upload the first recording certificate',
        why: 'Recordings are not encrypted before a certificate is in the keystore and assigned.',
        to: paths.certificates(),
      },
    ];
  }
  const tasks = certificates.flatMap((certificate): Task[] => {
    const status = certificateStatus(certificate, now);
    const to = paths.certificate(certificate.id);
    if (status.kind === 'expires soon') {
      return [
        {
          severity: status.days <= 30 ? 'error' : 'warning',
          text: `${certificate.subjectName}: ${statusText(status)}`,
          why: 'Install a new key pair before that day and ask your Genesys Professional to assign it.',
          to,
        },
      ];
    }
    if (certificate.assignedTo.length === 0 && isAssignable(certificate, now)) {
      return [
        {
          severity: 'info',
          text: `${certificate.subjectName}: waiting for assignment`,
          why: 'Contact your Genesys Professional and ask to have it assigned to your IVR profile.',
          to,
        },
      ];
    }
    return [];
  });
  return tasks.sort((a, b) => severities[a.severity] - severities[b.severity]);
}
