import { z } from 'zod';
import { CONFIGURATION_SECTION, ivrProfileSorts } from '../domain/ivr-profile.ts';
import { csvOf, type CallTable } from './call.ts';
import { listOf } from './lists.ts';
import { acknowledgement, etag, id, lastSave, moment, named, wantedCertificates } from './parts.ts';

/** What a list says of a certificate in it. */
export const listedCertificate = {
  id: z.string(),
  ...named,
  alias: z.string(),
  notBefore: moment,
  notAfter: moment,
};

const assigned = z.object({
  ...listedCertificate,
  key: z.string().describe('Its parameter in the configuration: certificate-1, …'),
  assignedBy: z.string(),
  assignedAt: moment,
});

const ivrProfile = z.object({
  id: z.string(),
  name: z.string(),
  serviceType: z.string().describe('gvp.general.service-type'),
  geoLocation: z.string().nullable().describe('gvp.general.geo-location'),
  isDefault: z.boolean().describe('The tenant’s default profile'),
  certificates: z.array(assigned),
  changed: lastSave,
  etag,
});

const ivrProfiles = listOf(ivrProfile, {
  sorts: ivrProfileSorts,
  sort: 'position',
  searched: 'the name, the geo-location, the service type or the subject name of an assigned certificate',
  filters: {},
});
const changedIvrProfiles = z.object({ items: z.array(ivrProfile) });

const assignToIvrProfiles = z.object({ ivrProfileIds: z.array(id).min(1).max(1000) });

const unassignFromIvrProfiles = z.object({
  ivrProfiles: z
    .array(
      z.object({ id, etag: z.string().max(100).describe('The list of the profile that the person saw') }),
    )
    .min(1)
    .max(1000),
  acknowledgement,
});

/** The section in the form that the recorder reads. */
const ivrProfileConfiguration = z.object({
  section: z.literal(CONFIGURATION_SECTION),
  options: z.array(z.object({ key: z.string(), value: z.string().describe('PEM') })),
});

export const ivrProfileCalls = {
  'GET /api/ivr-profiles': {
    summary: 'The IVR profiles with their assigned certificates',
    allow: 'view IVR profiles',
    query: ivrProfiles.query,
    answer: ivrProfiles.answer,
  },
  'GET /api/ivr-profiles.csv': csvOf('view IVR profiles', ivrProfiles.exported),
  'PUT /api/ivr-profiles/{id}/certificates': {
    summary: 'Replace the certificates that an IVR profile encrypts for',
    allow: 'assign certificates',
    body: wantedCertificates,
    answer: ivrProfile,
    ifMatch: true,
  },
  'GET /api/ivr-profiles/{id}/configuration': {
    summary: 'The section that the recorder reads',
    allow: 'view IVR profiles',
    answer: ivrProfileConfiguration,
  },
  'POST /api/certificates/{id}/assign': {
    summary: 'Add a certificate to several IVR profiles at once; nothing else changes in them',
    allow: 'assign certificates',
    body: assignToIvrProfiles,
    answer: changedIvrProfiles,
  },
  'POST /api/certificates/{id}/unassign': {
    summary:
      'Take a certificate out of several IVR profiles at once; where that stops encryption, it needs the acknowledgement',
    allow: 'assign certificates',
    body: unassignFromIvrProfiles,
    answer: changedIvrProfiles,
  },
} as const satisfies CallTable;
