#!/usr/bin/env bash
# Seen with OpenJDK 17.0.15 (Debian 12, package openjdk-17-jdk-headless 17.0.15+6-1~deb12u1) and OpenSSL 3.0.19.
#
# An RSA private key is made from modulus and private exponent (`RSAPrivateKeySpec`), and asked for its encoding.
# Expected: no encoding (null), because PKCS#8 needs the public exponent, the primes and the CRT numbers.
# Seen: `getFormat()` says PKCS#8, and `getEncoded()` is one in which all of these are 0. Java reads it again and
# decrypts with it; OpenSSL says that the key is invalid.
# Why it matters: such a file may be somebody's only key and opens everything that it must open, with n and d alone.
# The numbers that are 0 are computed, and the file is not called damaged.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
cat > Finding.java <<'JAVA'
import java.nio.file.*;
import java.security.*;
import java.security.interfaces.*;
import java.security.spec.*;
import javax.crypto.Cipher;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    RSAPrivateKey whole = (RSAPrivateKey) pair.getPrivate();
    KeyFactory factory = KeyFactory.getInstance("RSA");
    PrivateKey plain =
        factory.generatePrivate(new RSAPrivateKeySpec(whole.getModulus(), whole.getPrivateExponent()));
    Files.write(Path.of("plain.pk8"), plain.getEncoded());
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
    byte[] text = cipher.doFinal("a session key".getBytes());
    cipher.init(
        Cipher.DECRYPT_MODE,
        factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of("plain.pk8")))));
    System.out.println("Java " + System.getProperty("java.version") + ", " + plain.getFormat()
        + ", read again it opens: " + new String(cipher.doFinal(text)));
  }
}
JAVA
java Finding.java | tee java.txt
openssl asn1parse -inform DER -in plain.pk8 -strparse 22 | cut -c 1-60 | tee numbers.txt
openssl pkey -inform DER -in plain.pk8 -check -noout > check.txt 2>&1 || true
sed -n 1p check.txt
grep -q 'PKCS#8, read again it opens: a session key' java.txt
[ "$(grep -c 'INTEGER *:00$' numbers.txt)" = 7 ]
grep -q 'Key is invalid' check.txt
