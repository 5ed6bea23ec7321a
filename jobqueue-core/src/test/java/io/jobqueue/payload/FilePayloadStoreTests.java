package io.jobqueue.payload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.PayloadStore;
import io.jobqueue.store.support.MonotonicIds;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FilePayloadStoreTests extends PayloadStoreContract {

	@TempDir
	private Path directory;

	/** Used before the jobs of these tests. */
	@BeforeEach
	void use() throws IOException {
		Files.createDirectories(this.directory.resolve("one/00"));
		Files.createDirectories(this.directory.resolve("two/00"));
	}

	@Override
	PayloadStore store() {
		return new FilePayloadStore(this.directory.resolve("one"), InstantSource.system());
	}

	@Override
	PayloadStore neighbour() {
		return new FilePayloadStore(this.directory.resolve("two"), InstantSource.system());
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return files.filter(Files::isRegularFile)
				.filter((file) -> !file.endsWith(PayloadDirectory.MARKER))
				.toList();
		}
	}

	@Test
	void whatAnInterruptedPutLeavesIsDeleted() throws IOException {
		PayloadStore store = store();
		store.put(ONE, "1");
		Path file = files().get(0);
		Path unfinished = Files.writeString(file.resolveSibling("q-2.tmp"), "half");
		assertThat(store.olderThan(Duration.ofHours(1), null, 10)).isEmpty();
		assertThat(files()).hasSize(2);
		Files.setLastModifiedTime(unfinished, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
		assertThat(store.olderThan(Duration.ofHours(1), null, 10)).isEmpty();
		assertThat(files()).containsExactly(file);
	}

	@Test
	void idThatLeavesTheDirectoryIsRefused() throws IOException {
		for (String id : List.of("../q-1", "a/b", "a b")) {
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> store().put(new JobId(id), "1"))
				.withMessageContaining("No file can be named");
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void filesOfOthersAreLeftAlone() throws IOException {
		PayloadStore store = store();
		store.put(ONE, "1");
		Path file = files().get(0);
		Files.writeString(file.resolveSibling("a b.json"), "{}");
		Files.writeString(file.resolveSibling("0.json"), "{}");
		assertThat(store.olderThan(Duration.ofMinutes(-1), null, 10)).containsExactly(ONE);
		store.delete(List.of(ONE));
		assertThat(files()).hasSize(2);
	}

	@Test
	void directoryThatIsAwayIsNoMissingPayload() throws IOException {
		PayloadStore store = store();
		Files.move(this.directory.resolve("one"), this.directory.resolve("away"));
		assertIsAway(store, "does not exist");
		Files.createDirectories(this.directory.resolve("one"));
		assertIsAway(store, "mount the volume");
		Files.delete(this.directory.resolve("one"));
		Files.move(this.directory.resolve("away"), this.directory.resolve("one"));
		assertThat(store.get(ONE)).isNull();
	}

	private static void assertIsAway(PayloadStore store, String message) {
		for (ThrowingCallable call : List.<ThrowingCallable>of(() -> store.get(ONE), () -> store.put(TWO, "2"),
				() -> store.olderThan(Duration.ZERO, null, 10))) {
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(call).withMessageContaining(message);
		}
	}

	@Test
	void directoryThatAnotherProcessHasBegunInTheMountPointIsNotTakenForTheVolume() throws IOException {
		Path one = this.directory.resolve("one");
		PayloadStore store = store();
		store.put(ONE, "1");
		Files.move(one, this.directory.resolve("away"));
		PayloadStore started = store();
		assertIsAway(store, "mount the volume");
		JobId earlier = new MonotonicIds(InstantSource.fixed(Instant.now().minus(Duration.ofHours(1)))).next("q");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> started.get(earlier))
			.withMessageContaining("job '%s' was dispatched at ".formatted(earlier));
		Files.move(one, this.directory.resolve("stray"));
		Files.move(this.directory.resolve("away"), one);
		for (PayloadStore each : List.of(store, started)) {
			assertThat(each.get(ONE)).isEqualTo("1");
			assertThat(each.get(TWO)).as("is gone").isNull();
		}
	}

	@Test
	void payloadOfALaterJobIsGone() throws IOException {
		PayloadStore store = new FilePayloadStore(this.directory.resolve("new"), InstantSource.system());
		assertThat(store.get(new MonotonicIds(InstantSource.system()).next("q"))).isNull();
		assertThat(new FilePayloadStore(this.directory.resolve("new"), InstantSource.system())
			.get(new MonotonicIds(InstantSource.system()).next("q"))).isNull();
	}

	/** A directory can belong to a group of users. */
	@Test
	void markerCanBeReadByThoseWhoReadOtherFiles() throws IOException {
		Path root = this.directory.resolve("shared");
		new FilePayloadStore(root, InstantSource.system());
		Path other = Files.createFile(this.directory.resolve("other"));
		Assumptions.assumeTrue(Files.getFileStore(other).supportsFileAttributeView("posix"));
		assertThat(Files.getPosixFilePermissions(root.resolve(PayloadDirectory.MARKER)))
			.isEqualTo(Files.getPosixFilePermissions(other));
	}

	@Test
	void newVolumeWithADirectoryOfItsFileSystemIsNew() throws IOException {
		Path root = this.directory.resolve("volume");
		Files.createDirectories(root.resolve("lost+found"));
		PayloadStore store = new FilePayloadStore(root, InstantSource.system());
		JobId earlier = new MonotonicIds(InstantSource.fixed(Instant.now().minus(Duration.ofHours(1)))).next("q");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> store.get(earlier))
			.withMessageContaining("mount the volume");
	}

	@Test
	void fileOfAnotherProgramInPlaceOfTheMarkerIsRefused() throws IOException {
		Files.writeString(this.directory.resolve("one").resolve(PayloadDirectory.MARKER), "x");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::store)
			.withMessageContaining("Something else has written this file");
	}

	@Test
	void directoryThatCannotBeMadeIsRefused() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "");
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> new FilePayloadStore(file.resolve("below"), InstantSource.system()))
			.withMessageContaining("below");
	}

}
