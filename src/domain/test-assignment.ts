import type { Assignment } from './coverage.ts';

/** For tests: valid, and assigned, from one day to the other. */
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
