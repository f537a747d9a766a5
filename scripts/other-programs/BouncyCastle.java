import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/** java BouncyCastle.java p12 | p7b | cms FILE: what Bouncy Castle writes of tenant.key and tenant.pem. */
class BouncyCastle {
  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    X509Certificate certificate;
    try (var in = new FileInputStream("tenant.pem")) {
      certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    Path file = Path.of(args[1]);
    switch (args[0]) {
      case "p12" -> {
        PrivateKey key = KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of("tenant.pk8"))));
        KeyStore store = KeyStore.getInstance("PKCS12", "BC");
        store.load(null, null);
        store.setKeyEntry("recording", key, null, new Certificate[] {certificate});
        try (var out = new FileOutputStream(file.toFile())) {
          store.store(out, "correct horse".toCharArray());
        }
      }
      case "p7b" -> {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addCertificates(new JcaCertStore(List.of(certificate)));
        Files.write(file, generator.generate(new CMSProcessableByteArray(new byte[0])).getEncoded());
      }
      case "cms" -> {
        CMSEnvelopedDataStreamGenerator generator = new CMSEnvelopedDataStreamGenerator();
        generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(certificate).setProvider("BC"));
        try (var out = new FileOutputStream(file.toFile());
            var open = generator.open(
                out, new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).setProvider("BC").build())) {
          open.write(Files.readAllBytes(Path.of("recording.wav")));
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }
}
