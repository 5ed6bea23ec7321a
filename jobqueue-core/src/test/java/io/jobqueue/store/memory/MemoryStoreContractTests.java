package io.jobqueue.store.memory;

import java.time.InstantSource;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.StoreContractSuite;

class MemoryStoreContractTests extends StoreContractSuite {

	@Override
	protected StoreBackend newBackend() {
		return new MemoryStoreBackend(InstantSource.system());
	}

}
