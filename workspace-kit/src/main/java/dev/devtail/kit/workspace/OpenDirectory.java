package dev.devtail.kit.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A directory by its descriptor: what is done in it is done there, wherever its name leads by now.
 * Everything takes one name, and follows no symbolic link.
 */
public final class OpenDirectory implements AutoCloseable {

  private static final Path ITSELF = Path.of(".");
  private static final Set<OpenOption> TO_READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> TO_CREATE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

  private static final Set<PosixFilePermission> OWNERS_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final SecureDirectoryStream<Path> stream;

  private OpenDirectory(SecureDirectoryStream<Path> stream) {
    this.stream = stream;
  }

  /** The one with that path, links followed. */
  @SuppressWarnings("StreamResourceLeak") // It lives as long as what is returned.
  public static OpenDirectory root(Path path) throws IOException {
    DirectoryStream<Path> opened = Files.newDirectoryStream(path);
    if (opened instanceof SecureDirectoryStream<Path> secure) {
      return new OpenDirectory(secure);
    }
    opened.close();
    throw new IllegalStateException("no descriptors of directories on this system");
  }

  public OpenDirectory open(String name) throws IOException {
    return new OpenDirectory(stream.newDirectoryStream(one(name), LinkOption.NOFOLLOW_LINKS));
  }

  public Optional<BasicFileAttributes> attributes(String name) throws IOException {
    try {
      return Optional.of(
          stream
              .getFileAttributeView(
                  one(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  public Optional<FileKind> kind(String name) throws IOException {
    return attributes(name).map(FileKind::of);
  }

  /**
   * The names in it, in no order.
   *
   * @param limit the most of them
   */
  public List<String> names(int limit, Predicate<String> wanted) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        stream.newDirectoryStream(ITSELF, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (wanted.test(name)) {
          if (names.size() == limit) {
            break;
          }
          names.add(name);
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    return names;
  }

  /** Must be a regular file: to open a pipe would wait for its writer. */
  public FileChannel openToRead(String name) throws IOException {
    return (FileChannel) stream.newByteChannel(one(name), TO_READ);
  }

  /** Makes a file that only its owner may open. */
  public FileChannel create(String name) throws IOException {
    return (FileChannel)
        stream.newByteChannel(
            one(name), TO_CREATE, PosixFilePermissions.asFileAttribute(OWNERS_ONLY));
  }

  /** Makes a file with the permissions that this process gives to new ones. */
  public FileChannel createWithUsualPermissions(String name) throws IOException {
    return (FileChannel) stream.newByteChannel(one(name), TO_CREATE);
  }

  public Set<PosixFilePermission> permissions(String name) throws IOException {
    return posix(name).readAttributes().permissions();
  }

  public void setPermissions(String name, Set<PosixFilePermission> permissions) throws IOException {
    posix(name).setPermissions(permissions);
  }

  private PosixFileAttributeView posix(String name) {
    return stream.getFileAttributeView(
        one(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Moves something of this directory; what is a file there is replaced, in one step. */
  public void move(String name, OpenDirectory to, String newName) throws IOException {
    stream.move(one(name), to.stream, one(newName));
  }

  public void deleteFile(String name) throws IOException {
    stream.deleteFile(one(name));
  }

  /** Must be empty. */
  public void deleteDirectory(String name) throws IOException {
    stream.deleteDirectory(one(name));
  }

  /** What was made, moved and deleted in it lasts from here on. */
  public void sync() throws IOException {
    try (FileChannel itself = (FileChannel) stream.newByteChannel(ITSELF, TO_READ)) {
      itself.force(true);
    }
  }

  private static Path one(String name) {
    if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException("not one name: " + name);
    }
    return Path.of(name);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
