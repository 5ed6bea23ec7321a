package io.jobqueue.benchmarks.peers;

import java.time.Duration;

import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.storage.StorageProvider;

/** JobRunr in memory, where it polls five times a second at most. */
final class JobRunrMemory extends JobRunrPeer {

	JobRunrMemory(String address) {
		super(new InMemoryStorageProvider(), Duration.ofMillis(200));
	}

	@Override
	StorageProvider emptyStorage() {
		return new InMemoryStorageProvider();
	}

}
