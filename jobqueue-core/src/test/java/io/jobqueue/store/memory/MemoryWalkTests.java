package io.jobqueue.store.memory;

import java.time.InstantSource;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.walk.StoreWalk;

class MemoryWalkTests extends StoreWalk {

	@Override
	protected StoreBackend newBackend() {
		return new MemoryStoreBackend(InstantSource.system());
	}

}
