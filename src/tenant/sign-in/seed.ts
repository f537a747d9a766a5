import type { Role, Tenant } from '../../domain/session.ts';

/** The password of all demo accounts, unless TENANT_DEMO_PASSWORD sets a different one. */
export const DEFAULT_DEMO_PASSWORD = 'demo';

export interface DemoAccount {
  username: string;
  role: Role;
}

export interface IvrProfileSeed {
  name: string;
  serviceType: string;
  geoLocation: string | null;
  isDefault: boolean;
}

export interface DemoTenant {
  /** Used in the names of its files and in its cookies. */
  slug: string;
  tenant: Tenant;
  accounts: DemoAccount[];
  ivrProfiles: IvrProfileSeed[];
}

/** The slug of a tenant of one's own, of which a data folder has one at most. */
export const OWN = 'own';

/** Where a new tenant's recordings go. On Azure, uploads go to the profile named `record`, as documented. */
export const firstIvrProfile = ({ platform }: Pick<Tenant, 'platform'>): IvrProfileSeed => ({
  name: platform === 'azure' ? 'record' : 'IVR_Default_Record',
  serviceType: 'record',
  geoLocation: null,
  isDefault: true,
});

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
      { username: 'listener', role: 'listener' },
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
    ivrProfiles: [firstIvrProfile({ platform: 'azure' })],
  },
  {
    slug: 'fabrikam',
    tenant: { name: 'Fabrikam', dbid: 3, platform: 'aws', screenRecording: false },
    accounts: [{ username: 'fabrikam-administrator', role: 'administrator' }],
    ivrProfiles: [firstIvrProfile({ platform: 'aws' })],
  },
];
