import type { ListedRequest } from '../../client/queries/requests.ts';
import { requestStateText } from '../../domain/request.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { Events } from '../../ui/page/events.tsx';

/** The history of a request, newest first; the same for both people. */
export function History({ request }: { request: ListedRequest }) {
  const { answered } = request;
  const state = requestStateText(request);
  const asked =
    request.kind === 'assignment'
      ? `Requested for ${request.ivrProfiles.map(({ name }) => name).join(', ')}`
      : 'Requested';
  return (
    <Events
      events={[
        ...(answered
          ? [event(answered.reason ? `${state}: ${answered.reason}` : state, answered.at, answered.by)]
          : []),
        event(asked, request.requestedAt, request.requestedBy),
      ]}
    />
  );
}

const event = (what: string, at: string, who: string) => ({
  key: at,
  what,
  whenAndWho: `${minuteText(at)}, ${who}`,
});
