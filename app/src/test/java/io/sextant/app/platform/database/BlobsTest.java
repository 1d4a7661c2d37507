package io.sextant.app.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sextant.app.testing.SextantTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@SextantTest
class BlobsTest {
    private static final int PIECE = 256 * 1024;
    private static final long ROOMY = 1L << 30;

    @Autowired
    private Blobs blobs;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private Blob stored(byte[] content) throws IOException {
        return switch (blobs.store(new ByteArrayInputStream(content), ROOMY)) {
            case Blobs.Storing.Stored(Blob blob) -> blob;
            case Blobs.Storing.TooLarge tooLarge -> throw new AssertionError(tooLarge);
        };
    }

    private long rows() {
        return jdbc.sql("select (select count(*) from platform.blob) + (select count(*) from platform.blob_chunk)")
                .query(Long.class)
                .single();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17})
    void whatIsStoredIsReadBackWithItsSizeAndFingerprint(int size) throws Exception {
        byte[] content = bytes(size);
        Blob blob = stored(content);

        assertThat(blob.size()).isEqualTo(size);
        assertThat(blob.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        assertThat(blobs.find(blob.id())).contains(blob);
        try (InputStream in = blobs.open(blob.id()).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(content);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void aFileIsReadByteByByteToo() throws IOException {
        Blob blob = stored(new byte[] {0, -1, 127});
        try (InputStream in = blobs.open(blob.id()).orElseThrow()) {
            assertThat(new int[] {in.read(), in.read(), in.read(), in.read()}).containsExactly(0, 255, 127, -1);
        }
    }

    @Test
    void aFileOfExactlyTheLimitIsKeptAndOneByteMoreIsRefusedWithoutATrace() throws IOException {
        byte[] content = bytes(2 * PIECE);
        assertThat(blobs.store(new ByteArrayInputStream(content), content.length))
                .isInstanceOf(Blobs.Storing.Stored.class);

        long before = rows();
        assertThat(blobs.store(new ByteArrayInputStream(content), content.length - 1L))
                .isEqualTo(new Blobs.Storing.TooLarge(content.length - 1L));
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aRefusedFileDoesNotSpoilTheTransactionItCameIn() {
        long before = rows();
        String word = new TransactionTemplate(transactions).execute(transaction -> {
            try {
                assertThat(blobs.store(new ByteArrayInputStream(bytes(PIECE + 1)), PIECE))
                        .isInstanceOf(Blobs.Storing.TooLarge.class);
                stored(bytes(10));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return jdbc.sql("select 'still here'").query(String.class).single();
        });
        assertThat(word).isEqualTo("still here");
        assertThat(rows()).isEqualTo(before + 2);
    }

    @Test
    void aFileGoesWithTheTransactionItCameIn() {
        long before = rows();
        new TransactionTemplate(transactions).executeWithoutResult(transaction -> {
            try {
                stored(bytes(PIECE + 1));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            transaction.setRollbackOnly();
        });
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() {
        long before = rows();
        InputStream broken = new InputStream() {
            private int given;

            @Override
            public int read() throws IOException {
                if (given++ > PIECE) {
                    throw new IOException("connection reset");
                }
                return 1;
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> blobs.store(broken, ROOMY))
                .withMessage("connection reset");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aDeletedFileIsGoneWithItsPieces() throws IOException {
        Blob blob = stored(bytes(2 * PIECE));
        long before = rows();
        assertThat(blobs.delete(blob.id())).isTrue();
        assertThat(rows()).isEqualTo(before - 3);
        assertThat(blobs.delete(blob.id())).isFalse();
        assertThat(blobs.find(blob.id())).isEmpty();
        assertThat(blobs.open(blob.id())).isEmpty();
    }

    @Test
    void aFileDeletedWhileItIsReadEndsInAnErrorAndNeverInAShorterFile() throws IOException {
        Blob blob = stored(bytes(3 * PIECE));
        try (InputStream in = blobs.open(blob.id()).orElseThrow()) {
            assertThat(in.readNBytes(10)).hasSize(10);
            blobs.delete(blob.id());
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
                    .withMessageContaining("deleted meanwhile");
        }
    }
}
