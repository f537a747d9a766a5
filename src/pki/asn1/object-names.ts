/**
 * OpenSSL's names for the OBJECT IDENTIFIERs that occur in certificates, keys and messages of this field. Others are
 * shown in dots. The table is our own, because pkijs and asn1js do not have these names, and people know them from
 * OpenSSL.
 */

/** Where there is no name, both names are the dotted form and `known` is false. */
interface ObjectName {
  /** "CN" */
  shortName: string;
  /** "commonName" */
  longName: string;
  known: boolean;
}

/** One a line: the dotted form, the short name, and the long name if it differs. */
const TABLE = `
0.9.2342.19200300.100.1.1=UID=userId
0.9.2342.19200300.100.1.3=mail=rfc822Mailbox
0.9.2342.19200300.100.1.25=DC=domainComponent
1.2.156.10197.1.301=SM2=sm2
1.2.156.10197.1.501=SM2-SM3=SM2-with-SM3
1.2.392.200011.61.1.1.1.2=CAMELLIA-128-CBC=camellia-128-cbc
1.2.392.200011.61.1.1.1.4=CAMELLIA-256-CBC=camellia-256-cbc
1.2.643.2.2.3=id-GostR3411-94-with-GostR3410-2001=GOST R 34.11-94 with GOST R 34.10-2001
1.2.643.2.2.19=gost2001=GOST R 34.10-2001
1.2.643.3.131.1.1=INN
1.2.643.7.1.1.1.1=gost2012_256=GOST R 34.10-2012 with 256 bit modulus
1.2.643.7.1.1.1.2=gost2012_512=GOST R 34.10-2012 with 512 bit modulus
1.2.643.7.1.1.3.2=id-tc26-signwithdigest-gost3410-2012-256=GOST R 34.10-2012 with GOST R 34.11-2012 (256 bit)
1.2.643.7.1.1.3.3=id-tc26-signwithdigest-gost3410-2012-512=GOST R 34.10-2012 with GOST R 34.11-2012 (512 bit)
1.2.643.100.1=OGRN
1.2.643.100.3=SNILS
1.2.643.100.5=OGRNIP
1.2.840.10040.4.1=DSA=dsaEncryption
1.2.840.10040.4.3=DSA-SHA1=dsaWithSHA1
1.2.840.10045.2.1=id-ecPublicKey
1.2.840.10045.4.1=ecdsa-with-SHA1
1.2.840.10045.4.3.1=ecdsa-with-SHA224
1.2.840.10045.4.3.2=ecdsa-with-SHA256
1.2.840.10045.4.3.3=ecdsa-with-SHA384
1.2.840.10045.4.3.4=ecdsa-with-SHA512
1.2.840.10046.2.1=dhpublicnumber=X9.42 DH
1.2.840.113549.1.1.1=rsaEncryption
1.2.840.113549.1.1.2=RSA-MD2=md2WithRSAEncryption
1.2.840.113549.1.1.4=RSA-MD5=md5WithRSAEncryption
1.2.840.113549.1.1.5=RSA-SHA1=sha1WithRSAEncryption
1.2.840.113549.1.1.7=RSAES-OAEP=rsaesOaep
1.2.840.113549.1.1.8=MGF1=mgf1
1.2.840.113549.1.1.9=PSPECIFIED=pSpecified
1.2.840.113549.1.1.10=RSASSA-PSS=rsassaPss
1.2.840.113549.1.1.11=RSA-SHA256=sha256WithRSAEncryption
1.2.840.113549.1.1.12=RSA-SHA384=sha384WithRSAEncryption
1.2.840.113549.1.1.13=RSA-SHA512=sha512WithRSAEncryption
1.2.840.113549.1.1.14=RSA-SHA224=sha224WithRSAEncryption
1.2.840.113549.1.1.15=RSA-SHA512/224=sha512-224WithRSAEncryption
1.2.840.113549.1.1.16=RSA-SHA512/256=sha512-256WithRSAEncryption
1.2.840.113549.1.3.1=dhKeyAgreement
1.2.840.113549.1.5.3=PBE-MD5-DES=pbeWithMD5AndDES-CBC
1.2.840.113549.1.5.6=PBE-MD5-RC2-64=pbeWithMD5AndRC2-CBC
1.2.840.113549.1.5.10=PBE-SHA1-DES=pbeWithSHA1AndDES-CBC
1.2.840.113549.1.5.11=PBE-SHA1-RC2-64=pbeWithSHA1AndRC2-CBC
1.2.840.113549.1.5.12=PBKDF2
1.2.840.113549.1.5.13=PBES2
1.2.840.113549.1.5.14=PBMAC1
1.2.840.113549.1.7.1=pkcs7-data
1.2.840.113549.1.7.2=pkcs7-signedData
1.2.840.113549.1.7.3=pkcs7-envelopedData
1.2.840.113549.1.7.4=pkcs7-signedAndEnvelopedData
1.2.840.113549.1.7.5=pkcs7-digestData
1.2.840.113549.1.7.6=pkcs7-encryptedData
1.2.840.113549.1.9.1=emailAddress
1.2.840.113549.1.9.2=unstructuredName
1.2.840.113549.1.9.3=contentType
1.2.840.113549.1.9.4=messageDigest
1.2.840.113549.1.9.5=signingTime
1.2.840.113549.1.9.7=challengePassword
1.2.840.113549.1.9.8=unstructuredAddress
1.2.840.113549.1.9.14=extReq=Extension Request
1.2.840.113549.1.9.15=SMIME-CAPS=S/MIME Capabilities
1.2.840.113549.1.9.16.1.2=id-smime-ct-authData
1.2.840.113549.1.9.16.1.4=id-smime-ct-TSTInfo
1.2.840.113549.1.9.16.1.9=id-smime-ct-compressedData
1.2.840.113549.1.9.16.1.23=id-smime-ct-authEnvelopedData
1.2.840.113549.1.9.20=friendlyName
1.2.840.113549.1.9.21=localKeyID
1.2.840.113549.1.12.1.1=PBE-SHA1-RC4-128=pbeWithSHA1And128BitRC4
1.2.840.113549.1.12.1.2=PBE-SHA1-RC4-40=pbeWithSHA1And40BitRC4
1.2.840.113549.1.12.1.3=PBE-SHA1-3DES=pbeWithSHA1And3-KeyTripleDES-CBC
1.2.840.113549.1.12.1.4=PBE-SHA1-2DES=pbeWithSHA1And2-KeyTripleDES-CBC
1.2.840.113549.1.12.1.5=PBE-SHA1-RC2-128=pbeWithSHA1And128BitRC2-CBC
1.2.840.113549.1.12.1.6=PBE-SHA1-RC2-40=pbeWithSHA1And40BitRC2-CBC
1.2.840.113549.1.12.10.1.1=keyBag
1.2.840.113549.1.12.10.1.2=pkcs8ShroudedKeyBag
1.2.840.113549.1.12.10.1.3=certBag
1.2.840.113549.1.12.10.1.4=crlBag
1.2.840.113549.1.12.10.1.5=secretBag
1.2.840.113549.1.12.10.1.6=safeContentsBag
1.2.840.113549.2.5=MD5=md5
1.2.840.113549.2.7=hmacWithSHA1
1.2.840.113549.2.8=hmacWithSHA224
1.2.840.113549.2.9=hmacWithSHA256
1.2.840.113549.2.10=hmacWithSHA384
1.2.840.113549.2.11=hmacWithSHA512
1.2.840.113549.3.2=RC2-CBC=rc2-cbc
1.2.840.113549.3.4=RC4=rc4
1.2.840.113549.3.7=DES-EDE3-CBC=des-ede3-cbc
1.3.6.1.4.1.311.2.1.14=msExtReq=Microsoft Extension Request
1.3.6.1.4.1.311.17.1=CSPName=Microsoft CSP Name
1.3.6.1.4.1.311.20.2.2=msSmartcardLogin=Microsoft Smartcard Login
1.3.6.1.4.1.311.20.2.3=msUPN=Microsoft User Principal Name
1.3.6.1.4.1.311.60.2.1.1=jurisdictionL=jurisdictionLocalityName
1.3.6.1.4.1.311.60.2.1.2=jurisdictionST=jurisdictionStateOrProvinceName
1.3.6.1.4.1.311.60.2.1.3=jurisdictionC=jurisdictionCountryName
1.3.6.1.4.1.11591.4.11=id-scrypt=scrypt
1.3.6.1.5.5.7.1.3=qcStatements
1.3.6.1.5.5.7.3.1=serverAuth=TLS Web Server Authentication
1.3.6.1.5.5.7.3.2=clientAuth=TLS Web Client Authentication
1.3.6.1.5.5.7.3.3=codeSigning=Code Signing
1.3.6.1.5.5.7.3.4=emailProtection=E-mail Protection
1.3.6.1.5.5.7.3.8=timeStamping=Time Stamping
1.3.6.1.5.5.7.3.9=OCSPSigning=OCSP Signing
1.3.6.1.5.5.7.48.1=OCSP
1.3.6.1.5.5.7.48.2=caIssuers=CA Issuers
1.3.6.1.5.5.7.48.3=ad_timestamping=AD Time Stamping
1.3.6.1.5.5.7.48.5=caRepository=CA Repository
1.3.14.3.2.7=DES-CBC=des-cbc
1.3.14.3.2.26=SHA1=sha1
1.3.14.3.2.27=DSA-SHA1-old=dsaWithSHA1-old
1.3.14.3.2.29=RSA-SHA1-2=sha1WithRSA
1.3.101.110=X25519
1.3.101.111=X448
1.3.101.112=ED25519
1.3.101.113=ED448
2.5.4.3=CN=commonName
2.5.4.4=SN=surname
2.5.4.5=serialNumber
2.5.4.6=C=countryName
2.5.4.7=L=localityName
2.5.4.8=ST=stateOrProvinceName
2.5.4.9=street=streetAddress
2.5.4.10=O=organizationName
2.5.4.11=OU=organizationalUnitName
2.5.4.12=title
2.5.4.13=description
2.5.4.14=searchGuide
2.5.4.15=businessCategory
2.5.4.16=postalAddress
2.5.4.17=postalCode
2.5.4.18=postOfficeBox
2.5.4.19=physicalDeliveryOfficeName
2.5.4.20=telephoneNumber
2.5.4.21=telexNumber
2.5.4.22=teletexTerminalIdentifier
2.5.4.23=facsimileTelephoneNumber
2.5.4.24=x121Address
2.5.4.25=internationaliSDNNumber
2.5.4.26=registeredAddress
2.5.4.27=destinationIndicator
2.5.4.28=preferredDeliveryMethod
2.5.4.29=presentationAddress
2.5.4.30=supportedApplicationContext
2.5.4.31=member
2.5.4.32=owner
2.5.4.33=roleOccupant
2.5.4.34=seeAlso
2.5.4.35=userPassword
2.5.4.36=userCertificate
2.5.4.37=cACertificate
2.5.4.38=authorityRevocationList
2.5.4.39=certificateRevocationList
2.5.4.40=crossCertificatePair
2.5.4.41=name
2.5.4.42=GN=givenName
2.5.4.43=initials
2.5.4.44=generationQualifier
2.5.4.45=x500UniqueIdentifier
2.5.4.46=dnQualifier
2.5.4.47=enhancedSearchGuide
2.5.4.48=protocolInformation
2.5.4.49=distinguishedName
2.5.4.50=uniqueMember
2.5.4.51=houseIdentifier
2.5.4.52=supportedAlgorithms
2.5.4.53=deltaRevocationList
2.5.4.54=dmdName
2.5.4.65=pseudonym
2.5.4.72=role
2.5.4.97=organizationIdentifier
2.5.4.98=c3=countryCode3c
2.5.4.99=n3=countryCode3n
2.5.4.100=dnsName
2.5.29.9=subjectDirectoryAttributes=X509v3 Subject Directory Attributes
2.5.29.32.0=anyPolicy=X509v3 Any Policy
2.5.29.37.0=anyExtendedKeyUsage=Any Extended Key Usage
2.16.840.1.101.3.4.1.2=AES-128-CBC=aes-128-cbc
2.16.840.1.101.3.4.1.6=id-aes128-GCM=aes-128-gcm
2.16.840.1.101.3.4.1.22=AES-192-CBC=aes-192-cbc
2.16.840.1.101.3.4.1.26=id-aes192-GCM=aes-192-gcm
2.16.840.1.101.3.4.1.42=AES-256-CBC=aes-256-cbc
2.16.840.1.101.3.4.1.46=id-aes256-GCM=aes-256-gcm
2.16.840.1.101.3.4.2.1=SHA256=sha256
2.16.840.1.101.3.4.2.2=SHA384=sha384
2.16.840.1.101.3.4.2.3=SHA512=sha512
2.16.840.1.101.3.4.2.4=SHA224=sha224
2.16.840.1.101.3.4.3.1=dsa_with_SHA224
2.16.840.1.101.3.4.3.2=dsa_with_SHA256
2.16.840.1.101.3.4.3.3=id-dsa-with-sha384=dsa_with_SHA384
2.16.840.1.101.3.4.3.4=id-dsa-with-sha512=dsa_with_SHA512
2.16.840.1.101.3.4.3.5=id-dsa-with-sha3-224=dsa_with_SHA3-224
2.16.840.1.101.3.4.3.6=id-dsa-with-sha3-256=dsa_with_SHA3-256
2.16.840.1.101.3.4.3.7=id-dsa-with-sha3-384=dsa_with_SHA3-384
2.16.840.1.101.3.4.3.8=id-dsa-with-sha3-512=dsa_with_SHA3-512
2.16.840.1.101.3.4.3.9=id-ecdsa-with-sha3-224=ecdsa_with_SHA3-224
2.16.840.1.101.3.4.3.10=id-ecdsa-with-sha3-256=ecdsa_with_SHA3-256
2.16.840.1.101.3.4.3.11=id-ecdsa-with-sha3-384=ecdsa_with_SHA3-384
2.16.840.1.101.3.4.3.12=id-ecdsa-with-sha3-512=ecdsa_with_SHA3-512
2.16.840.1.101.3.4.3.13=id-rsassa-pkcs1-v1_5-with-sha3-224=RSA-SHA3-224
2.16.840.1.101.3.4.3.14=id-rsassa-pkcs1-v1_5-with-sha3-256=RSA-SHA3-256
2.16.840.1.101.3.4.3.15=id-rsassa-pkcs1-v1_5-with-sha3-384=RSA-SHA3-384
2.16.840.1.101.3.4.3.16=id-rsassa-pkcs1-v1_5-with-sha3-512=RSA-SHA3-512
1.2.156.10197.1.104.2=SM4-CBC=sm4-cbc
1.2.156.10197.1.401=SM3=sm3
1.2.392.200011.61.1.1.1.3=CAMELLIA-192-CBC=camellia-192-cbc
1.2.410.200004.1.4=SEED-CBC=seed-cbc
1.2.410.200046.1.1.2=ARIA-128-CBC=aria-128-cbc
1.2.410.200046.1.1.7=ARIA-192-CBC=aria-192-cbc
1.2.410.200046.1.1.12=ARIA-256-CBC=aria-256-cbc
1.2.840.113549.1.9.16.3.18=id-alg-CEK-HKDF-SHA256
1.2.840.113549.2.12=hmacWithSHA512-224
1.2.840.113549.2.13=hmacWithSHA512-256
1.2.840.113549.3.8=RC5-CBC=rc5-cbc
2.16.840.1.101.3.4.1.3=AES-128-OFB=aes-128-ofb
2.16.840.1.101.3.4.1.4=AES-128-CFB=aes-128-cfb
2.16.840.1.101.3.4.1.23=AES-192-OFB=aes-192-ofb
2.16.840.1.101.3.4.1.24=AES-192-CFB=aes-192-cfb
2.16.840.1.101.3.4.1.43=AES-256-OFB=aes-256-ofb
2.16.840.1.101.3.4.1.44=AES-256-CFB=aes-256-cfb
1.2.410.200046.1.1.3=ARIA-128-CFB=aria-128-cfb
1.2.410.200046.1.1.4=ARIA-128-OFB=aria-128-ofb
1.2.410.200046.1.1.8=ARIA-192-CFB=aria-192-cfb
1.2.410.200046.1.1.9=ARIA-192-OFB=aria-192-ofb
1.2.410.200046.1.1.13=ARIA-256-CFB=aria-256-cfb
1.2.410.200046.1.1.14=ARIA-256-OFB=aria-256-ofb
1.3.132.1.12=ECDH
1.3.6.1.4.1.311.17.2=LocalKeySet=Microsoft Local Key set
1.3.6.1.4.1.3029.1.2=BF-CBC=bf-cbc
1.2.840.113533.7.66.10=CAST5-CBC=cast5-cbc
2.16.840.1.101.3.4.2.5=SHA512-224=sha512-224
2.16.840.1.101.3.4.2.6=SHA512-256=sha512-256
2.16.840.1.101.3.4.2.7=SHA3-224=sha3-224
2.16.840.1.101.3.4.2.8=SHA3-256=sha3-256
2.16.840.1.101.3.4.2.9=SHA3-384=sha3-384
2.16.840.1.101.3.4.2.10=SHA3-512=sha3-512
2.16.840.1.101.3.4.2.13=id-hmacWithSHA3-224=hmac-sha3-224
2.16.840.1.101.3.4.2.14=id-hmacWithSHA3-256=hmac-sha3-256
2.16.840.1.101.3.4.2.15=id-hmacWithSHA3-384=hmac-sha3-384
2.16.840.1.101.3.4.2.16=id-hmacWithSHA3-512=hmac-sha3-512
2.16.840.1.101.3.4.3.17=id-ml-dsa-44=ML-DSA-44
2.16.840.1.101.3.4.3.18=id-ml-dsa-65=ML-DSA-65
2.16.840.1.101.3.4.3.19=id-ml-dsa-87=ML-DSA-87
2.16.840.1.101.3.4.3.20=id-slh-dsa-sha2-128s=SLH-DSA-SHA2-128s
2.16.840.1.101.3.4.3.21=id-slh-dsa-sha2-128f=SLH-DSA-SHA2-128f
2.16.840.1.101.3.4.3.22=id-slh-dsa-sha2-192s=SLH-DSA-SHA2-192s
2.16.840.1.101.3.4.3.23=id-slh-dsa-sha2-192f=SLH-DSA-SHA2-192f
2.16.840.1.101.3.4.3.24=id-slh-dsa-sha2-256s=SLH-DSA-SHA2-256s
2.16.840.1.101.3.4.3.25=id-slh-dsa-sha2-256f=SLH-DSA-SHA2-256f
2.16.840.1.101.3.4.4.1=id-alg-ml-kem-512=ML-KEM-512
2.16.840.1.101.3.4.4.2=id-alg-ml-kem-768=ML-KEM-768
2.16.840.1.101.3.4.4.3=id-alg-ml-kem-1024=ML-KEM-1024
`;

const names = new Map(
  TABLE.trim()
    .split('\n')
    .map((line): [string, ObjectName] => {
      const [dotted = '', shortName = '', longName = shortName] = line.split('=');
      return [dotted, { shortName, longName, known: true }];
    }),
);

export const namesOf = (dotted: string): ObjectName =>
  names.get(dotted) ?? { shortName: dotted, longName: dotted, known: false };

/** "commonName (2.5.4.3)", or the dotted form alone. */
export function objectText(dotted: string): string {
  const { longName, known } = namesOf(dotted);
  return known ? `${longName} (${dotted})` : dotted;
}
