#!/usr/bin/env bash
# Seen with Bouncy Castle 1.72 (Debian 12, packages libbcprov-java, libbcpkix-java and libbcutil-java 1.72-2), OpenJDK
# 17.0.15 (package openjdk-17-jdk-headless 17.0.15+6-1~deb12u1) and OpenSSL 3.0.19 (package openssl 3.0.19-1~deb12u2).
#
# Bouncy Castle writes an AuthEnvelopedData with AES-256-GCM, once with a tag of 12 octets, once with 13, once with 16.
# Expected: OpenSSL opens all three. RFC 5084 (3.2) allows 12 to 16 octets and recommends 12, which is the DEFAULT of
# aes-ICVlen: DER leaves out a default (X.690, 11.5).
# Seen: Bouncy Castle opens its three messages, OpenSSL those with 13 and 16. Of the one with 12 it says "field
# missing" and "data is wrong": it asks for the number that must not be there.
# Why it matters: by these words a whole message passes for a damaged one. The console reads no AES-GCM and says so by
# the name of the cipher; the way on is the program that wrote the message, not always OpenSSL.
set -euo pipefail
for program in java openssl dpkg; do
  command -v "$program" > /dev/null || { echo "$program is not installed"; exit 1; }
done
jars=$(dpkg -L libbcprov-java libbcpkix-java libbcutil-java | grep -E '/java/bc[a-z]+\.jar$' | paste -sd :)
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
openssl version
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out key.der
cat > Finding.java <<'JAVA'
import java.io.FileInputStream;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.spec.GCMParameterSpec;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    System.out.println("Bouncy Castle " + Security.getProvider("BC").getVersionStr());
    X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new FileInputStream("certificate.pem"));
    PrivateKey key = KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of("key.der"))));
    for (int octets : new int[] {12, 13, 16}) {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("GCM", "BC");
      parameters.init(new GCMParameterSpec(octets * 8, "a nonce of 12".substring(0, 12).getBytes()));
      CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
      generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(certificate));
      CMSAuthEnvelopedData message = generator.generate(
          new CMSProcessableByteArray("a recording".getBytes()),
          (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
              .setProvider("BC").setAlgorithmParameters(parameters).build());
      Path file = Path.of(octets + ".der");
      Files.write(file, message.toASN1Structure().getEncoded("DER"));
      byte[] opened = new CMSAuthEnvelopedData(Files.readAllBytes(file)).getRecipientInfos().getRecipients()
          .iterator().next().getContent(new JceKeyTransEnvelopedRecipient(key).setProvider("BC"));
      System.out.println("Bouncy Castle, " + octets + " octets: " + new String(opened));
    }
  }
}
JAVA
java -cp "$jars" Finding.java
for octets in 12 13 16; do
  command=(openssl cms -decrypt -binary -inform DER -in "$octets.der" -inkey key.pem -recip certificate.pem)
  "${command[@]}" -out "$octets.out" 2> "$octets.txt" || true
  echo "OpenSSL, $octets octets: $(cat "$octets.out")"
  sed -n '/routines/s/.*routines:[^:]*:\([^:]*\):.*/  \1/p' "$octets.txt"
done
grep -q 'a recording' 13.out
grep -q 'a recording' 16.out
grep -q 'field missing' 12.txt
grep -q 'data is wrong' 12.txt
