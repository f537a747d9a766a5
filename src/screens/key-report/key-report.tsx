import DownloadIcon from '@mui/icons-material/Download';
import PrintIcon from '@mui/icons-material/Print';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import GlobalStyles from '@mui/material/GlobalStyles';
import { useQuery, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { useAct } from '../../client/act.ts';
import { sentenceOf } from '../../client/call.ts';
import { keyReportFileMutation, keyReportQuery, type KeyReport } from '../../client/queries/key-report.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { fileNameOf } from '../../domain/file-name.ts';
import { FILE_TIMES } from '../../domain/columns.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { downloadFile } from '../../ui/form/download.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Problem } from '../../ui/page/problem.tsx';
import { Parts } from './parts.tsx';
import { daysOf, periodOf, PeriodForm, type Days } from './period.tsx';

export const loader = (client: QueryClient, { request }: LoaderFunctionArgs) => {
  const { searchParams } = new URL(request.url);
  return client.ensureQueryData(keyReportQuery(periodOf(daysOf((key) => searchParams.get(key)))));
};

export function Component() {
  const [params, setParams] = useSearchParams();
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const days = daysOf((key) => params.get(key));
  const { data: report, error, isFetching, refetch } = useQuery(keyReportQuery(periodOf(days)));
  const files = useFiles(days, session?.tenant.name ?? '');
  return (
    <Page
      title="Key Report"
      where="Administration"
      intro="The keys of your tenant in a period, for an audit: which there were, where they were used and by whom, and what became of them."
      actions={
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, '@media print': { display: 'none' } }}>
          <Button variant="contained" startIcon={<PrintIcon />} onClick={() => window.print()}>
            Print or save as PDF
          </Button>
          {files.buttons}
        </Box>
      }
    >
      <GlobalStyles styles={paper} />
      <PeriodForm
        key={`${days.from} ${days.to}`}
        days={days}
        onChange={(next) => setParams({ ...next }, { preventScrollReset: true })}
      />
      {files.outcome}
      {error && (
        <Problem
          text={sentenceOf(error)}
          sx={{ mb: 2 }}
          again={{ run: () => void refetch(), isPending: isFetching }}
        />
      )}
      {report && (
        <Box aria-busy={isFetching}>
          <Head report={report} />
          <Parts report={report} days={days} />
        </Box>
      )}
    </Page>
  );
}

/** On A4 and on Letter, with the number of each page. */
const paper = {
  '@page': { margin: '14mm 12mm', '@bottom-right': { content: 'counter(page) " / " counter(pages)' } },
} as const;

const Head = ({ report: { tenant, from, to, madeAt, madeBy } }: { report: KeyReport }) => (
  <Box sx={{ mb: 2.5 }}>
    <Facts
      facts={[
        ['Tenant', `${tenant.name}, on ${tenant.platform === 'aws' ? 'AWS' : 'Azure'}`],
        ['Period', `${minuteText(from)} – ${minuteText(to)}`],
        ['Made', `${minuteText(madeAt)} by ${madeBy}`],
        ['CSV and JSON', 'All rows, with times in UTC'],
      ]}
    />
  </Box>
);

/** The buttons that save the report as a file, and what is said where it was not saved. */
function useFiles(days: Days, tenant: string) {
  const saved = useAct(keyReportFileMutation(periodOf(days)), { repeatable: true });
  const save = (form: 'csv' | 'json') => () =>
    saved.mutate(form, {
      onSuccess: (bytes) => {
        const name = fileNameOf(`key-report-${tenant}-${days.from}-${days.to}`);
        downloadFile(
          `${name}.${form}`,
          bytes,
          form === 'csv' ? 'text/csv;charset=utf-8' : 'application/json',
        );
      },
    });
  return {
    buttons: (['csv', 'json'] as const).map((form) => (
      <Button
        key={form}
        title={FILE_TIMES}
        startIcon={<DownloadIcon />}
        loading={saved.isPending && saved.variables === form}
        loadingPosition="start"
        onClick={save(form)}
      >
        Download {form.toUpperCase()}
      </Button>
    )),
    outcome: (
      <Problem
        text={saved.error && `The report was not saved. ${saved.error.message}`}
        sx={{ mb: 2 }}
        onClose={saved.reset}
      />
    ),
  };
}
