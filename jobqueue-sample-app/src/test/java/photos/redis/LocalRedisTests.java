package photos.redis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalRedisTests {

	@Test
	void theServerEndsWithAnApplicationThatIsKilled() throws IOException, InterruptedException {
		Process application = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), Application.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		int port = Integer.parseInt(
				application.inputReader().lines().filter((line) -> line.matches("[0-9]+")).findFirst().orElseThrow());
		assertThat(isOpen(port)).isTrue();
		application.destroyForcibly().waitFor();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !isOpen(port));
	}

	@Test
	void theServerEndsWithItsBean() throws IOException, InterruptedException {
		LocalRedis redis = new LocalRedis();
		int port = redis.getStandalone().getPort();
		assertThat(isOpen(port)).isTrue();
		redis.destroy();
		assertThat(isOpen(port)).isFalse();
	}

	private static boolean isOpen(int port) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			return socket.isConnected();
		}
		catch (ConnectException ex) {
			return false;
		}
	}

	static final class Application {

		private Application() {
		}

		public static void main(String[] args) throws InterruptedException {
			System.out.println(new LocalRedis().getStandalone().getPort());
			new CountDownLatch(1).await();
		}

	}

}
