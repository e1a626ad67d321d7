package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.config.PettyConfig;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class TlsTest {
    private final SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");

    @Test
    void onlyTheConfiguredProtocolIsSpokenOverTls() throws Exception {
        var tls = new PettyConfig.Tls(
                true, certificate.certificatePath(), certificate.privateKeyPath(), List.of("TLSv1.3"));
        try (var door = TestDoor.open(http -> TestDoor.http(List.of(), tls))) {
            var address = java.net.URI.create("https://localhost:" + door.port + "/v2/pets");
            var request = java.net.http.HttpRequest.newBuilder(address).build();
            try (var modern = client("TLSv1.3");
                    var old = client("TLSv1.2")) {
                var answer = modern.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(TestDoor.header(answer, "Strict-Transport-Security")).startsWith("max-age=");
                assertThatThrownBy(() -> old.send(request, HttpResponse.BodyHandlers.ofString()))
                        .isInstanceOf(SSLException.class);
            }
        } finally {
            certificate.delete();
        }
    }

    private HttpClient client(String protocol) throws Exception {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var pem = java.nio.file.Files.newInputStream(java.nio.file.Path.of(certificate.certificatePath()))) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var parameters = new SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        return HttpClient.newBuilder()
                .sslContext(context)
                .sslParameters(parameters)
                .build();
    }
}
