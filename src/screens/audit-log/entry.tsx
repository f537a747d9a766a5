import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { auditEntryQuery } from '../../client/queries/audit-log.ts';
import { actionText } from '../../domain/audit.ts';
import { BackLink } from '../../ui/page/back-link.tsx';
import { secondText } from '../../ui/page/dates.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Summary } from './summary.tsx';

/** Another version of the console may have other actions. */
const wordsOf = (action: string): string =>
  Object.entries(actionText).find(([each]) => each === action)?.[1] ?? action;

const numberIn = (params: Readonly<Record<string, string | undefined>>) =>
  /^\d{1,15}$/.test(params['entry'] ?? '') ? Number(params['entry']) : 0;

export const loader = async (client: QueryClient, { params }: LoaderFunctionArgs) => {
  const entry = await client.ensureQueryData(auditEntryQuery(numberIn(params)));
  if (!entry) throw new Response(null, { status: 404 });
};

/** One entry of the audit log, at an address of its own. */
export function Component() {
  const number = numberIn(useParams());
  const entry = useSuspenseQuery(auditEntryQuery(number)).data;
  if (!entry) return null;
  const { at, username, role, session, action } = entry;
  return (
    <Page
      narrow
      title={`Entry ${number}`}
      where={<BackLink to={paths.auditLog()}>Audit Log</BackLink>}
      intro={<Summary entry={entry} />}
    >
      <Section title="Facts">
        <Facts
          facts={[
            ['When', secondText(at)],
            ['Who', `${username}, ${role}`],
            ['Session', session],
            ['Action', wordsOf(action)],
          ]}
        />
      </Section>
    </Page>
  );
}
