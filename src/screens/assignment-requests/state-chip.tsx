import type { AssignmentRequest } from '../../client/assignment-requests.ts';
import type { DeletionRequest } from '../../client/deletion-requests.ts';
import { requestStateText } from '../../domain/assignment-request.ts';
import { deletionStateText } from '../../domain/deletion-request.ts';
import { StatusChip } from '../../ui/status-chip.tsx';

const tones = {
  waiting: 'soon',
  assigned: 'good',
  agreed: 'good',
  declined: 'bad',
  withdrawn: 'neutral',
  deleted: 'neutral',
} as const;

export const StateChip = ({ request }: { request: AssignmentRequest }) => (
  <StatusChip tone={tones[request.state]} text={requestStateText[request.state]} />
);

export const DeletionStateChip = ({ request }: { request: DeletionRequest }) => (
  <StatusChip tone={tones[request.state]} text={deletionStateText[request.state]} />
);
