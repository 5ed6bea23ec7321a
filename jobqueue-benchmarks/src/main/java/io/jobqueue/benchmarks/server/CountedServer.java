package io.jobqueue.benchmarks.server;

import java.util.Set;
import java.util.function.IntFunction;

/** A server behind a relay that counts round trips. */
public final class CountedServer implements Server {

	private final Server server;

	private final Relay relay;

	private final String address;

	/**
	 * Create a relay.
	 * @param server the server
	 * @param port its port on the loopback address
	 * @param address returns its address with another port
	 */
	public CountedServer(Server server, int port, IntFunction<String> address) {
		this.server = server;
		this.relay = new Relay(port);
		this.address = address.apply(this.relay.port());
	}

	@Override
	public String address() {
		return this.address;
	}

	@Override
	public String description() {
		return this.server.description();
	}

	@Override
	public void empty() {
		this.server.empty();
	}

	@Override
	public long memory() {
		return this.server.memory();
	}

	@Override
	public Work work(Set<String> ownCommands) {
		Work work = this.server.work(ownCommands);
		return new Work(work.cpuMicros(), work.calls(), work.commands(), work.reads(), work.transactions(),
				this.relay.roundTrips());
	}

	/** Close the relay, not the server. */
	@Override
	public void close() {
		this.relay.close();
	}

}
