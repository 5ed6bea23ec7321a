package io.jobqueue.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RelayTests {

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	private ServerSocket server;

	private Relay relay;

	private Socket client;

	private Socket accepted;

	@BeforeEach
	void connect() throws IOException {
		this.server = new ServerSocket(0, 1, LOOPBACK);
		this.relay = new Relay(this.server.getLocalPort());
		this.client = new Socket(LOOPBACK, this.relay.port());
		this.accepted = this.server.accept();
		this.client.setSoTimeout(10_000);
		this.accepted.setSoTimeout(10_000);
	}

	@AfterEach
	void close() throws IOException {
		this.client.close();
		this.relay.close();
		this.accepted.close();
		this.server.close();
	}

	private void request(int value) throws IOException {
		this.client.getOutputStream().write(value);
		assertThat(this.accepted.getInputStream().read()).isEqualTo(value);
	}

	private void reply(int value) throws IOException {
		this.accepted.getOutputStream().write(value);
		assertThat(this.client.getInputStream().read()).isEqualTo(value);
	}

	@Test
	void eachRequestAfterAReplyIsARoundTrip() throws IOException {
		request(1);
		reply(2);
		request(3);
		reply(4);
		assertThat(this.relay.roundTrips()).isEqualTo(2);
	}

	@Test
	void aRequestInSeveralPartsIsOneRoundTrip() throws IOException {
		request(1);
		request(2);
		request(3);
		reply(4);
		reply(5);
		assertThat(this.relay.roundTrips()).isOne();
	}

	@Test
	void aConnectionThatOneEndClosesIsClosedAtTheOther() throws IOException {
		this.client.close();
		assertThat(this.accepted.getInputStream().read()).isEqualTo(-1);
	}

	@Test
	void closingEndsAllConnections() throws IOException {
		this.relay.close();
		assertThat(this.client.getInputStream().read()).isEqualTo(-1);
	}

}
