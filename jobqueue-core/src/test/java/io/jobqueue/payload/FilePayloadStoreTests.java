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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FilePayloadStoreTests extends PayloadStoreContract {

	@TempDir
	private Path directory;

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
			return files.filter(Files::isRegularFile).toList();
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
		Files.delete(this.directory.resolve("one"));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> store.get(ONE))
			.withMessageContaining("does not exist");
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> store.olderThan(Duration.ZERO, null, 10));
	}

	@Test
	void directoryThatCannotBeMadeIsRefused() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "");
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> new FilePayloadStore(file.resolve("below"), InstantSource.system()))
			.withMessageContaining("below");
	}

}
