/**
 * The parts of node-forge that old password schemes need. Each part adds itself to the same
 * `forge` object. The package's own index adds all parts, even TLS and X.509, and is more than twice as large.
 */
import 'node-forge/lib/aes.js';
import 'node-forge/lib/des.js';
import 'node-forge/lib/md5.js';
import 'node-forge/lib/rc2.js';
import 'node-forge/lib/sha1.js';
import forge from 'node-forge/lib/forge.js';

export default forge;
