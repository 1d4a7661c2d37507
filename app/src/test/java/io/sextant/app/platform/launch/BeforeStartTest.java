package io.sextant.app.platform.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.PortInUseException;

class BeforeStartTest {
    @TempDir
    Path folder;

    @Test
    void aFreePortIsAccepted() throws IOException {
        int free;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = any.getLocalPort();
        }
        assertThatCode(() -> BeforeStart.port("127.0.0.1", free)).doesNotThrowAnyException();
    }

    @Test
    void aTakenPortIsNamedWithTheMend() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatExceptionOfType(CannotStart.class)
                    .isThrownBy(() -> BeforeStart.port("127.0.0.1", port))
                    .satisfies(said -> assertThat(said.line().english())
                            .isEqualTo("port " + port
                                    + " is taken by another program; stop it, or choose another port with --port."))
                    .satisfies(said -> assertThat(said.getExitCode()).isEqualTo(4));
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamedWithTheMend() {
        // 192.0.2.0/24 is set aside for documentation (RFC 5737), so no machine holds it.
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> BeforeStart.port("192.0.2.1", 18080))
                .satisfies(said -> assertThat(said.line().english())
                        .contains("192.0.2.1 does not belong to this machine")
                        .contains("--host"));
    }

    @Test
    void aDiskWithTooLittleRoomIsNamedWithWhatIsLeft() {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> BeforeStart.room(folder.resolve("not/yet"), Long.MAX_VALUE))
                .satisfies(said -> assertThat(said.line().english())
                        .matches("the disk that holds .*not/yet is full: \\d+ MB left, \\d+ MB needed; .*--data\\."));
    }

    @Test
    void lookingForRoomMakesNoFolder() {
        BeforeStart.room(folder.resolve("not/yet"), 1);
        assertThat(folder.resolve("not")).doesNotExist();
    }

    @Test
    void aReasonDeepInsideAFailureIsSaidInOneLine() {
        var out = new ByteArrayOutputStream();
        var reporter = new OneLine(new PrintStream(out, true, StandardCharsets.UTF_8));
        var failure = new IllegalStateException(
                "context", new RuntimeException(new CannotStart(new Line("no room.", "pas de place."))));

        assertThat(reporter.reportException(failure)).isTrue();

        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(said.lines()).hasSize(1);
        assertThat(said).startsWith("Sextant: ").containsAnyOf("no room.", "pas de place.");
    }

    @Test
    void aPortTakenBetweenTheLookAndTheStartIsSaidInTheSameWords() {
        assertThat(OneLine.reason(new RuntimeException(new PortInUseException(8080))))
                .contains(BeforeStart.portTaken(8080));
    }

    @Test
    void aFaultOfOursIsLeftToTheFullReport() {
        assertThat(OneLine.reason(new IllegalStateException("ours"))).isEmpty();
    }

    @Test
    void aLineIsFrenchOnlyOnAFrenchMachine() {
        Line line = new Line("stopped", "arrêté");
        assertThat(line.in(Locale.CANADA_FRENCH)).isEqualTo("arrêté");
        assertThat(line.in(Locale.GERMANY)).isEqualTo("stopped");
    }
}
