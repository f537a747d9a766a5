import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateKeySpec;

/**
 * java JavaKeys.java without-crt | own-password FILE: the private key as RSAPrivateKeySpec writes it, from modulus and
 * exponent alone, and a PKCS#12 whose key has a password of its own, as KeyStore.setKeyEntry allows it.
 */
class JavaKeys {
  public static void main(String[] args) throws Exception {
    KeyFactory rsa = KeyFactory.getInstance("RSA");
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa.generatePrivate(
        new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of("tenant.pk8"))));
    Path file = Path.of(args[1]);
    switch (args[0]) {
      case "without-crt" -> Files.write(
          file, rsa.generatePrivate(new RSAPrivateKeySpec(key.getModulus(), key.getPrivateExponent())).getEncoded());
      case "own-password" -> {
        Certificate certificate;
        try (var in = new FileInputStream("tenant.pem")) {
          certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("recording", key, "key password".toCharArray(), new Certificate[] {certificate});
        try (var out = new FileOutputStream(file.toFile())) {
          store.store(out, "correct horse".toCharArray());
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }
}
