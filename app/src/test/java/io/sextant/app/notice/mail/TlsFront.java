package io.sextant.app.notice.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// The front of a mail server: speaks TLS, from the start or after STARTTLS (RFC 3207), and hands what is said then to
/// the server behind it.
final class TlsFront implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final SSLContext context;
    private final boolean startTls;
    private final int behind;

    TlsFront(SSLContext context, boolean startTls, int behind) throws IOException {
        this.context = context;
        this.startTls = startTls;
        this.behind = behind;
        Thread.ofVirtual().start(this::open);
    }

    int port() {
        return door.getLocalPort();
    }

    private void open() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (startTls && !turned(client)) {
                return;
            }
            var tls = (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true);
            tls.setUseClientMode(false);
            tls.startHandshake();
            try (tls;
                    var server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                if (startTls) {
                    // The greeting was given already.
                    line(server.getInputStream());
                }
                Thread back = Thread.ofVirtual().start(() -> pour(server, tls));
                pour(tls, server);
                back.join();
            }
        } catch (IOException refused) {
            // The client does not believe us.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean turned(Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write("220 front\r\n".getBytes(StandardCharsets.US_ASCII));
        for (String line; !(line = line(client.getInputStream())).isEmpty(); ) {
            boolean turn = line.startsWith("STARTTLS");
            String answer =
                    turn ? "220 go on" : line.startsWith("EHLO") ? "250-front\r\n250 STARTTLS" : "503 first TLS";
            out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
            if (turn) {
                return true;
            }
        }
        return false;
    }

    /// One line, and not a byte more, since what comes after it may be TLS.
    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c; (c = in.read()) >= 0 && c != '\n'; ) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static void pour(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException closed) {
            // One of them hung up.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
