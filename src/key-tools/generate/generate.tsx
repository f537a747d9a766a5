import Alert from '@mui/material/Alert';
import Link from '@mui/material/Link';
import type { QueryClient } from '@tanstack/react-query';
import { startTransition, useEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import {
  Link as RouterLink,
  useLoaderData,
  useLocation,
  useSearchParams,
  type LoaderFunctionArgs,
} from 'react-router';
import { paths } from '../../paths.ts';
import { CallProblem, sentenceOf } from '../../client/call.ts';
import { clockNow } from '../../client/clock.ts';
import { certificatePemQuery } from '../../client/queries/certificates.ts';
import { dnFieldNames, subjectOf } from '../../domain/key-pair.ts';
import { sameAgain, type SameAgain } from '../../domain/same-again.ts';
import type { GeneratedWith } from '../../domain/openssl-commands.ts';
import { inspectCertificate } from '../../pki/certificate/certificate.ts';
import { readPem } from '../../pki/pem/pem.ts';
import { Problem } from '../../ui/page/problem.tsx';
import { ToolPage } from '../tool-page.tsx';
import type { Generated } from '../worker/calls.ts';
import { ToolClosed } from '../worker/asked-worker.ts';
import { useToolWorker } from '../worker/use-tool-worker.ts';
import { blankForm, daysOf, GenerateForm, type FormValues } from './form.tsx';
import { Making } from './making.tsx';
import { Result } from './result.tsx';

/** The properties of the certificate that `?renew=` names, or why they could not be read. */
export interface Renewal {
  like?: { certificateId: string } & SameAgain;
  problem?: { sentence: string; signIn: boolean };
}

export async function loader(client: QueryClient, { request }: LoaderFunctionArgs): Promise<Renewal | null> {
  const id = new URL(request.url).searchParams.get('renew');
  if (!id) return null;
  try {
    const [block] = readPem(await client.ensureQueryData(certificatePemQuery(id)));
    const facts = block && inspectCertificate(block.bytes);
    if (!facts?.ok) return { problem: { sentence: 'The certificate cannot be read.', signIn: false } };
    return { like: { certificateId: id, ...sameAgain(facts.value, clockNow()) } };
  } catch (error) {
    const signIn = error instanceof CallProblem && error.code === 'not_signed_in';
    return { problem: { sentence: sentenceOf(error), signIn } };
  }
}

type State =
  | { step: 'form' }
  | { step: 'making'; values: FormValues }
  | { step: 'made'; values: FormValues; generated: Generated; request: GeneratedWith };

/**
 * Key Tools > Generate: makes a private key in the browser, with a self-signed certificate or a certificate request.
 */
export function Component() {
  const renewal = useLoaderData<Renewal | null>();
  const location = useLocation();
  const [search] = useSearchParams();
  const worker = useToolWorker();
  const { call } = worker;
  const [state, setState] = useState<State>({ step: 'form' });
  const [problem, setProblem] = useState<string>();
  // Raised by every start and every *Cancel*, so that a late answer to an earlier one is recognised and ignored.
  const attempt = useRef(0);
  const renews = search.has('renew') || dnFieldNames.some((field) => search.has(field));
  const like = renewal?.like;
  const [defaultValues] = useState<FormValues>(() => ({
    ...blankForm,
    ...Object.fromEntries(
      dnFieldNames.flatMap((field) => (search.has(field) ? [[field, search.get(field)]] : [])),
    ),
    ...(like && {
      ...like.subject,
      kind: like.kind,
      bits: like.bits,
      hash: like.hash,
      days: String(like.days),
    }),
  }));

  const form = useForm<FormValues>({ defaultValues, mode: 'onTouched' });
  const { getValues } = form;
  const isForm = state.step === 'form';
  useEffect(() => {
    if (isForm) void call('prepareKey', { bits: getValues('bits') }).catch(() => undefined);
  }, [call, getValues, isForm]);

  const generate = async (values: FormValues) => {
    const mine = ++attempt.current;
    const days = daysOf(values.days);
    if (days === undefined && values.kind === 'certificate') return;
    setProblem(undefined);
    setState({ step: 'making', values });
    // The validity of a request is decided by the CA, so 0 days stand for it.
    const request = { subject: subjectOf(values), bits: values.bits, days: days ?? 0, hash: values.hash };
    try {
      const generated = await worker.call('generate', {
        ...request,
        kind: values.kind,
        notBefore: clockNow(),
      });
      // A transition, because the result is a long page: it is drawn in slices, and the form stays responsive.
      if (attempt.current === mine) {
        startTransition(() => setState({ step: 'made', values, generated, request }));
      }
    } catch (error) {
      if (attempt.current !== mine || error instanceof ToolClosed) return;
      setProblem(error instanceof Error ? error.message : 'The key pair could not be made.');
      setState({ step: 'form' });
    }
  };
  const toForm = () => {
    attempt.current++;
    void worker.call('forget', undefined).catch(() => undefined);
    setState({ step: 'form' });
  };

  return (
    <ToolPage
      worker={worker}
      wide
      title="Generate"
      intro="A private key and its recording certificate, or a request for one, made in your browser. The private key stays in this page until you save it."
    >
      {renewal?.problem && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          <span>{`The certificate to renew cannot be shown. ${renewal.problem.sentence} `}</span>
          {renewal.problem.signIn && (
            <Link
              component={RouterLink}
              to={paths.signIn({ back: location.pathname + location.search })}
              underline="always"
            >
              Sign in
            </Link>
          )}
        </Alert>
      )}
      {renews && state.step === 'form' && (
        <Alert severity="info" sx={{ mb: 2 }}>
          <span>
            {like
              ? 'A renewal is like the certificate before, and always has a new key: subject, validity and key size are filled in, and the files get names of their own. '
              : 'A renewal has the same subject and always a new key. '}
            The old certificate must stay in the keystore for older recordings.
          </span>
          {like && like.differences.length > 0 && (
            <ul>
              {like.differences.map((difference) => (
                <li key={difference}>{difference}</li>
              ))}
            </ul>
          )}
        </Alert>
      )}
      <Problem text={problem} sx={{ mb: 2 }} />
      {state.step === 'form' && (
        <GenerateForm
          form={form}
          onBits={(bits) => void worker.call('prepareKey', { bits }).catch(() => undefined)}
          onSubmit={(values) => void generate(values)}
        />
      )}
      {state.step === 'making' && <Making bits={state.values.bits} onCancel={toForm} />}
      {state.step === 'made' && (
        <Result
          worker={worker}
          generated={state.generated}
          request={state.request}
          renews={renews}
          renewedId={like?.certificateId}
          onAgain={toForm}
        />
      )}
    </ToolPage>
  );
}
