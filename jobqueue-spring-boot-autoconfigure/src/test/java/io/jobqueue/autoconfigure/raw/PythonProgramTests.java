package io.jobqueue.autoconfigure.raw;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** A program in Python, without any library, adds work to an application. */
@Tag("process")
class PythonProgramTests {

	@BeforeEach
	void requirePython() throws InterruptedException {
		try {
			run(List.of("python3", "--version"));
		}
		catch (IOException ex) {
			Assumptions.abort("There is no python3 on the path: " + ex.getMessage());
		}
	}

	@Test
	void itemsOfAProgramInPythonAreRun() {
		Contexts.withRedis()
			.withBean(Mails.class)
			.withPropertyValues("jobqueue.raw-queues.inbox.task=mails.send",
					"jobqueue.raw-queues.inbox.poll-interval=100ms")
			.run((context) -> {
				int port = context.getBean(LettuceConnectionFactory.class).getPort();
				String key = "{" + context.getEnvironment().getProperty("jobqueue.namespace") + ":mails}:raw:inbox";
				Path program = new ClassPathResource("raw/push.py").getFile().toPath();
				run(List.of("python3", program.toString(), Integer.toString(port), key, "\"ada@example.org\"",
						"\"Zoë — 日本\""));
				BlockingQueue<String> sent = context.getBean(Mails.class).sent;
				assertThat(List.of(next(sent), next(sent))).containsExactlyInAnyOrder("ada@example.org", "Zoë — 日本");
			});
	}

	private static String next(BlockingQueue<String> sent) throws InterruptedException {
		String mail = sent.poll(20, TimeUnit.SECONDS);
		assertThat(mail).isNotNull();
		return mail;
	}

	private static void run(List<String> command) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("PYTHONUTF8", "1");
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(output).isZero();
	}

	static class Mails {

		final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

		@JobTask(name = "mails.send", queue = "mails")
		void send(String mail) {
			this.sent.add(mail);
		}

	}

}
