import type { Assignment } from '../domain/coverage.ts';

/** For tests: an assignment that begins and ends with the certificate's validity. */
export const assignment = (
  certificateId: string,
  notBefore: string,
  notAfter: string,
  rest: Partial<Assignment> = {},
): Assignment => ({
  certificateId,
  subjectName: certificateId,
  notBefore,
  notAfter,
  assignedAt: notBefore,
  unassignedAt: null,
  unassignedBy: null,
  ...rest,
});
