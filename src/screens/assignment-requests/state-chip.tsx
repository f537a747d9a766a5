import type { AssignmentRequest } from '../../client/assignment-requests.ts';
import { requestStateText } from '../../domain/assignment-request.ts';
import { StatusChip } from '../../ui/status-chip.tsx';

const tones = { waiting: 'soon', assigned: 'good', declined: 'bad', withdrawn: 'neutral' } as const;

export const StateChip = ({ request }: { request: AssignmentRequest }) => (
  <StatusChip tone={tones[request.state]} text={requestStateText[request.state]} />
);
