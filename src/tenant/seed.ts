import type { Role, Tenant } from '../domain/session.ts';

/** The password of all demo accounts, unless TENANT_DEMO_PASSWORD sets a different one. */
export const DEFAULT_DEMO_PASSWORD = 'demo';

export interface DemoTenant {
  /** Used in the names of its files and in its cookies. */
  slug: string;
  tenant: Tenant;
  accounts: { username: string; role: Role }[];
  ivrProfiles: { name: string; serviceType: string; geoLocation: string | null; isDefault: boolean }[];
}

/**
 * Uploads of Contoso go to the profile named `record`, as documented for Azure. Fabrikam has not bought screen
 * recording.
 */
export const demoTenants: readonly DemoTenant[] = [
  {
    slug: 'environment',
    tenant: { name: 'Environment', dbid: 1, platform: 'aws', screenRecording: true },
    accounts: [
      { username: 'administrator', role: 'administrator' },
      { username: 'professional', role: 'professional' },
      { username: 'agent', role: 'agent' },
    ],
    ivrProfiles: [
      { name: 'IVR_Default_Record', serviceType: 'record', geoLocation: null, isDefault: true },
      { name: 'record_us_west', serviceType: 'record', geoLocation: 'us-west', isDefault: false },
      { name: 'record_us_east', serviceType: 'record', geoLocation: 'us-east', isDefault: false },
      { name: 'record_emea', serviceType: 'record', geoLocation: 'emea', isDefault: false },
      { name: 'IVR_Main_Menu', serviceType: 'voicexml', geoLocation: null, isDefault: false },
    ],
  },
  {
    slug: 'contoso',
    tenant: { name: 'Contoso', dbid: 2, platform: 'azure', screenRecording: true },
    accounts: [{ username: 'azure-administrator', role: 'administrator' }],
    ivrProfiles: [{ name: 'record', serviceType: 'record', geoLocation: null, isDefault: true }],
  },
  {
    slug: 'fabrikam',
    tenant: { name: 'Fabrikam', dbid: 3, platform: 'aws', screenRecording: false },
    accounts: [{ username: 'fabrikam-administrator', role: 'administrator' }],
    ivrProfiles: [{ name: 'IVR_Default_Record', serviceType: 'record', geoLocation: null, isDefault: true }],
  },
];
