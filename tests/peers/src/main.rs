//! `shakedown-peers FOLDER`: how fast the crate chatpack reads the items of the readers' benchmark, the best of three runs.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use chatpack::parser::{Platform, create_parser};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: shakedown-peers FOLDER")?;
    for (platform, file) in [(Platform::WhatsApp, "whatsapp.txt"), (Platform::Telegram, "result.json")] {
        let path = Path::new(&folder).join(file);
        let (mut least, mut messages) = (Duration::MAX, 0);
        for _ in 0..3 {
            let start = Instant::now();
            messages = create_parser(platform).parse(&path)?.len();
            least = least.min(start.elapsed());
        }
        let speed = std::fs::metadata(&path)?.len() as f64 / 1e6 / least.as_secs_f64();
        println!("chatpack                {file:<14} {speed:>8.1} MB/s   {messages} messages");
    }
    Ok(())
}
