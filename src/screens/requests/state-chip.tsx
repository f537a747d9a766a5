import type { ListedRequest } from '../../client/queries/requests.ts';
import { requestStateText } from '../../domain/request.ts';
import { StatusChip } from '../../ui/page/status-chip.tsx';

const tones = {
  waiting: 'soon',
  assigned: 'good',
  agreed: 'good',
  declined: 'bad',
  withdrawn: 'neutral',
  deleted: 'neutral',
} as const;

export const StateChip = ({ request }: { request: Pick<ListedRequest, 'kind' | 'state'> }) => (
  <StatusChip tone={tones[request.state]} text={requestStateText(request)} />
);
