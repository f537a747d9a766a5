import type { KeyTool } from '../paths.ts';

interface MenuItem {
  tool: KeyTool;
  label: string;
  where: string;
}

/**
 * The key tools, in the order of the menu. The console and the copy of the key tools both take their URLs and menus
 * from here.
 */
export const keyTools: readonly MenuItem[] = [
  { tool: 'generate', label: 'Generate', where: 'A new key pair' },
  { tool: 'inspect', label: 'Inspect', where: 'Certificates, keys, containers' },
  { tool: 'convert', label: 'Convert', where: 'PKCS#1, PKCS#8, PKCS#12, PEM, DER' },
  { tool: 'decrypt', label: 'Decrypt', where: 'Backed-up recordings' },
  { tool: 'check-backup', label: 'Check Backup', where: 'Copies of your private keys' },
];
