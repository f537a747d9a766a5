/** Makes `name.key` and `name.pem` with the commands of the documentation. */
export function documentedPair(openssl: (...args: string[]) => unknown, name: string, days = 3650): void {
  openssl('genrsa', '-out', `${name}.key`, '2048');
  const subject = '/CN=Genesys Recording/C=US/ST=California/O=Genesys';
  const made = ['-key', `${name}.key`, '-out', `${name}.pem`, '-days', String(days), '-subj', subject];
  openssl('req', '-new', '-x509', ...made);
}
