package io.jobqueue.store.memory;

import java.time.InstantSource;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.ForeignProgram;
import io.jobqueue.store.contract.StoreContractSuite;
import io.jobqueue.store.memory.raw.MemoryRawQueues;
import io.jobqueue.store.raw.RawStore;

class MemoryStoreContractTests extends StoreContractSuite {

	private MemoryStoreBackend store = new MemoryStoreBackend(InstantSource.system());

	@Override
	protected int stridesOfDeaths() {
		return 2;
	}

	@Override
	protected StoreBackend newBackend() {
		this.store = new MemoryStoreBackend(InstantSource.system());
		return this.store;
	}

	@Override
	protected ForeignProgram foreignProgram() {
		return ((MemoryRawQueues) this.store.part(RawStore.class))::put;
	}

}
