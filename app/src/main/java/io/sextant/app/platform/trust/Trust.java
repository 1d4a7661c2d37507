package io.sextant.app.platform.trust;

import io.sextant.app.platform.launch.CannotStart;
import io.sextant.app.platform.launch.Line;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The authorities whose certificates Sextant takes from the servers it calls: those that Java knows, and the company's
/// own beside them. Thread-safe.
public final class Trust {
    private final SSLContext context;

    private Trust(SSLContext context) {
        this.context = context;
    }

    /// Java's authorities, and those of a file.
    ///
    /// @param certificates a file of certificates in PEM, one after another; absent for Java's alone
    /// @throws CannotStart when the file cannot be read or holds no certificate
    public static Trust of(@Nullable Path certificates) {
        if (certificates == null) {
            try {
                return new Trust(SSLContext.getDefault());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        try {
            return new Trust(context(read(certificates)));
        } catch (IOException | CertificateException e) {
            throw new CannotStart(
                    new Line(
                            "The file of certificates " + certificates
                                    + " (sextant.trust.certificates) cannot be read: it must hold certificates in PEM.",
                            "Le fichier de certificats " + certificates
                                    + " (sextant.trust.certificates) ne peut pas être lu\u202f: il doit contenir des certificats au format PEM."),
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Collection<X509Certificate> read(Path file) throws IOException, CertificateException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new CertificateException("no certificate in " + file);
            }
            return found;
        }
    }

    private static SSLContext context(Collection<X509Certificate> own) throws GeneralSecurityException, IOException {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        int n = 0;
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate authority : x509.getAcceptedIssuers()) {
                    known.setCertificateEntry("java-" + n++, authority);
                }
            }
        }
        for (X509Certificate authority : own) {
            known.setCertificateEntry("own-" + n++, authority);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(known), null);
        return context;
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /// Makes connections to servers that must show a certificate of one of the authorities. Whether the name matches is
    /// for the caller to ask for.
    public SSLSocketFactory sockets() {
        return context.getSocketFactory();
    }

    /// Makes it hold for all of this process: for libraries that take no word about whom to believe.
    void everywhere() {
        SSLContext.setDefault(context);
    }
}
