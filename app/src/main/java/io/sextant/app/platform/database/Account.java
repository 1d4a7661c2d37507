package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The account that PostgreSQL runs under. It is ours, unless we are root: PostgreSQL refuses to run as root, so it
/// then runs under an unprivileged account.
///
/// Ways to get there, best first: `setpriv`, `runuser` and `su` give it an account of its own. Where none works, or
/// where that account cannot reach the data folder, `unshare -U` runs it in a user namespace of its own: no privilege
/// is left, but towards files it is still root's, which is a weaker wall; hence the warning.
final class Account {
    private static final Logger log = LoggerFactory.getLogger(Account.class);
    /// Prints the first of its arguments that cannot be entered and fails; else prints who runs it.
    private static final String PROBE =
            "for folder; do cd -- \"$folder\" 2>/dev/null || { echo \"$folder\"; exit 3; }; done; id -u";

    private final List<String> prefix;
    private final @Nullable UserPrincipal owner;

    private Account(List<String> prefix, @Nullable UserPrincipal owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /// A way to run a command under another account.
    ///
    /// @param prefix words to put before the command
    /// @param ownFiles whether files it makes belong to that account, not to root
    record Way(List<String> prefix, boolean ownFiles) {}

    /// The ways to try to run as `name`, best first; none when we are not root and so run as ourselves.
    static List<Way> waysToRunAs(String name) {
        if (!Processes.isRoot()) {
            return List.of();
        }
        List<Way> ways = new ArrayList<>();
        Processes.Ended user = Processes.run(List.of("id", "-u", name), Map.of(), 10);
        Processes.Ended group = Processes.run(List.of("id", "-g", name), Map.of(), 10);
        if (user.ok() && group.ok()) {
            ways.add(new Way(
                    List.of(
                            "setpriv",
                            "--reuid=" + user.output().strip(),
                            "--regid=" + group.output().strip(),
                            "--clear-groups",
                            "--no-new-privs"),
                    true));
            ways.add(new Way(List.of("runuser", "-u", name, "--"), true));
            ways.add(new Way(List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", name, "--"), true));
        }
        ways.add(new Way(List.of("unshare", "-U", "--"), false));
        return ways;
    }

    /// Chooses the account for a server that must reach these folders: the first of `ways` that can, or ourselves when
    /// there is none to try.
    ///
    /// @throws CannotStart when there are ways to try and none can
    static Account reaching(String name, List<Way> ways, Path... folders) {
        if (ways.isEmpty()) {
            return new Account(List.of(), null);
        }
        String blocked = null;
        for (Way way : ways) {
            List<String> probe = new ArrayList<>(way.prefix());
            probe.addAll(List.of("/bin/sh", "-c", PROBE, "sh"));
            for (Path folder : folders) {
                probe.addAll(withParents(folder));
            }
            Processes.Ended ended = Processes.run(probe, Map.of(), 10);
            String said = ended.output().strip();
            if (ended.ok() && !said.equals("0")) {
                if (way.ownFiles()) {
                    return new Account(way.prefix(), principal(name));
                }
                log.warn(
                        "PostgreSQL runs in a user namespace because the account {} cannot be used{}; it keeps root's"
                                + " access to files",
                        name,
                        blocked == null ? "" : " (it may not enter " + blocked + ")");
                return new Account(way.prefix(), principal("root"));
            }
            if (ended.code() == 3 && blocked == null) {
                blocked = said;
            }
        }
        if (blocked != null) {
            throw Mishaps.blocked(name, blocked);
        }
        throw Mishaps.noUnprivilegedWay(name);
    }

    private static List<String> withParents(Path folder) {
        List<String> all = new ArrayList<>();
        for (Path path = folder; path != null; path = path.getParent()) {
            all.addFirst(path.toString());
        }
        return all;
    }

    private static UserPrincipal principal(String name) {
        try {
            return Path.of("/").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
        } catch (IOException e) {
            throw Mishaps.noAccount(name, e);
        }
    }

    /// A command as this account has to start it.
    List<String> command(List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return all;
    }

    /// Makes a file or folder, with all it holds, this account's, readable by it alone.
    void own(Path path) throws IOException {
        if (owner != null) {
            try (Stream<Path> all = Files.walk(path)) {
                for (Path each : all.toList()) {
                    Files.getFileAttributeView(each, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .setOwner(owner);
                }
            }
        }
        Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }

    /// Refuses a folder that is somebody else's when we may not make it ours.
    void requireOwned(Path cluster) {
        if (owner != null) {
            return;
        }
        String now = ownerOf(cluster).getName();
        if (!now.equals(System.getProperty("user.name"))) {
            throw Mishaps.ownedByAnother(cluster, now);
        }
    }

    /// Makes a folder, which nobody is working on, this account's if it is not yet.
    void claim(Path cluster) {
        if (owner == null || ownerOf(cluster).equals(owner)) {
            return;
        }
        log.info("Giving {} to the account {}", cluster, owner.getName());
        try {
            own(cluster);
        } catch (IOException e) {
            throw Mishaps.io(cluster, e);
        }
    }

    private static UserPrincipal ownerOf(Path folder) {
        try {
            return Files.getOwner(folder);
        } catch (IOException e) {
            throw Mishaps.io(folder, e);
        }
    }
}
